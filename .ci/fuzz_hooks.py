"""What the fuzzer knows of the platform: time zones, and things that are there,
so that it gets past 404. They belong to the users of .ci/fuzz."""

import functools
import itertools
import json
import os
import re
import urllib.request
import zoneinfo
from datetime import datetime, timedelta, timezone

import schemathesis
from hypothesis import strategies as st

API = os.environ["FUZZ_API"]
OF_EACH = 4
KEYS = itertools.count()

ZONES = sorted(zoneinfo.available_timezones() - {"localtime", "Factory"})
schemathesis.openapi.format("iana-time-zone", st.sampled_from(ZONES))


def call(method, path, role, body):
    """Calls as the user of this role, or as nobody; the answer."""
    headers = {"Content-Type": "application/json"}
    if role:
        headers["Authorization"] = f"Bearer {token(role)}"
    request = urllib.request.Request(API + path, json.dumps(body).encode(), headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


@functools.cache
def token(role):
    body = {"sub": f"fuzz-{role}", "role": role, "ttl_seconds": 7200}
    return call("POST", "/_local/tokens", None, body)["token"]


# Nobody is in two places at once: each run has days of its own, a year ahead and later.
FIRST_DAY = datetime.now(timezone.utc).replace(minute=0, second=0, microsecond=0) + timedelta(
    days=365 + int(datetime.now().timestamp()) % 2000 * OF_EACH
)


def start_of(number, hour):
    return FIRST_DAY.replace(hour=hour) + timedelta(days=number)


def text(time):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def lesson(number):
    start = start_of(number, 8)
    times = {"start_time": text(start), "end_time": text(start + timedelta(hours=1))}
    for role in ("teacher", "student"):
        profile = {"user_id": f"fuzz-{role}", "role": role, "profile_data": {"name": "Ada", "topics": ["math"]}}
        call("POST", "/profiles", role, profile)
    call("POST", "/availability", "teacher", {"teacher_id": "fuzz-teacher", **times})
    people = {"student_id": "fuzz-student", "teacher_id": "fuzz-teacher"}
    booking = call("POST", "/bookings", "student", {**people, **times})["booking_id"]
    session = call("POST", "/sessions", "student", {"booking_id": booking})["session_id"]
    meeting = call("POST", "/meetings", "student", {"session_id": session})["meeting_id"]
    later = {"start_time": text(start + timedelta(hours=2)), "end_time": text(start + timedelta(hours=3))}
    free = call("POST", "/availability", "teacher", {"teacher_id": "fuzz-teacher", **later})["id"]
    return {
        "/availability/{id}": {"id": free},
        "/bookings/": {"booking_id": booking},
        "/sessions/": {"id": session},
        "/meetings": {"session_id": session, "meeting_id": meeting},
        "/attendees": {"meeting_id": meeting},
    }


def link(_):
    body = {"link": "https://meet.google.com/abc-defg-hij", "link_type": "google_meet"}
    made = call("POST", "/api/v1/sessions", "doctor", body)["data"]
    return {"/api/v1/sessions/": {"id": made["id"], "doctor_id": "fuzz-doctor"}}


def appointment(number):
    body = {
        "psychologist_id": "fuzz-psychologist",
        "patient_id": "fuzz-patient",
        "service_name": "Therapy",
        "appointment_date": text(start_of(number, 12)),
    }
    made = call("POST", "/api/appointments/", "psychologist", body)
    return {"/api/appointments/": {"id": made["id"]}}


def consultation(number):
    # The first is about to begin, so that it can be joined.
    start = start_of(number, 16) if number else datetime.now(timezone.utc) + timedelta(minutes=5)
    body = {
        "booking_type": "DIRECT_DOCTOR",
        "doctor_id": "fuzz-doctor",
        "patient_id": "fuzz-patient",
        "scheduled_start_time": text(start),
        "consultation_duration_minutes": 30,
    }
    made = call("POST", "/api/video/sessions", "admin", body)["session_id"]
    return {"/api/video/sessions/": {"session_id": made}, "/api/video/doctors/": {"doctor_id": "fuzz-doctor"}}


def live(number):
    room = call("POST", "/live/sessions", "instructor", {"title": "Intro"})["roomName"]
    call("POST", f"/_local/daily/rooms/{room}/participants", None, {"user_name": "Ada"})
    body = {"startsAt": text(start_of(number, 20))}
    made = call("POST", "/live/scheduled-sessions", "instructor", body)["_id"]
    return {"/live/sessions/": {"name": room}, "/live/scheduled-sessions/": {"id": made}}


MAKERS = {"tutoring": lesson, "links": link, "appointments": appointment, "consultations": consultation, "live": live}
THERE = [MAKERS[os.environ["FUZZ_CONTEXT"]](number) for number in range(OF_EACH)]


def known(path, values):
    """Half of the ids become those of things that are there; what is of the wrong type stays so."""
    turn = sum(map(ord, json.dumps(values, default=str)))
    if not values or turn % 2:
        return values
    for prefix, ids in THERE[turn // 2 % OF_EACH].items():
        if path.startswith(prefix):
            fit = {name: ids[name] for name, value in values.items() if type(ids.get(name)) is type(value)}
            values = values | fit
    return values


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    return known(context.operation.path, path_parameters)


@schemathesis.hook
def map_body(context, body):
    path = context.operation.path
    return known(path, body) if path in ("/meetings", "/attendees") and isinstance(body, dict) else body


@schemathesis.hook
def before_call(context, case, kwargs):
    """No key comes twice: its second answer would tell of what may be gone by then."""
    # The coverage phase leaves headers out on purpose, and never asks for what it made.
    is_coverage = case.meta is not None and case.meta.phase.name == "coverage"
    key = (case.headers or {}).get("Idempotency-Key")
    if not is_coverage and isinstance(key, str) and re.fullmatch("[!-~]([ -~]{0,200}[!-~])?", key):
        case.headers["Idempotency-Key"] = f"{key}-{next(KEYS)}"
