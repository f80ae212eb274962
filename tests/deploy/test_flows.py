"""What the deployed stack does from end to end, over its HTTP API and its bus."""

import json
import time
import unittest
from datetime import datetime, timedelta, timezone

from stack import ENDPOINT, OVER_TLS, Listener, Person, deliver, fetch, local, messages, outputs, tick, until

APPOINTMENTS, CONSULTATIONS, LIVE = "/api/appointments/", "/api/video/sessions", "/live/sessions"


def at(minutes):
    moment = datetime.now(timezone.utc) + timedelta(minutes=minutes)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def chime_meetings_of(session_id):
    meetings = local("GET", "/chime/meetings")["meetings"]
    return [each for each in meetings if session_id in json.dumps(each["Meeting"])]


def daily_rooms():
    return [room["name"] for room in local("GET", "/daily/rooms")["rooms"]]


class Deployed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bus = Listener()

    def assert_holds(self, expected, shown):
        """Each of these fields has this value."""
        self.assertEqual(expected, {name: shown.get(name) for name in expected}, shown)


class Clinic(Deployed):
    def setUp(self):
        self.doctor, self.patient = Person("psychologist"), Person("patient")

    def status(self, session_id):
        return self.doctor.call("GET", f"{CONSULTATIONS}/{session_id}")["status"]

    def join(self, session_id):
        """Both join, and their browsers connect to the Chime meeting."""
        joined = [each.call("POST", f"{CONSULTATIONS}/{session_id}/join", {}) for each in (self.patient, self.doctor)]
        meeting = joined[0]["meeting_id"]
        self.assertEqual(meeting, joined[1]["meeting_id"], "both are in one meeting")
        attendees = [each["attendee"]["attendee_id"] for each in joined]
        for attendee in attendees:
            local("POST", f"/chime/meetings/{meeting}/attendees/{attendee}/joined")
        self.assertEqual("ACTIVE", self.status(session_id))
        return meeting, attendees

    def test_an_appointment_becomes_a_consultation_that_completes_it(self):
        # Booked: its event goes by stream, relay and bus to the intake.
        booked = {
            "psychologist_id": self.doctor.id,
            "patient_id": self.patient.id,
            "service_name": "Individual Therapy",
            "appointment_date": at(minutes=5),
            "duration_minutes": 60,
        }
        appointment = self.patient.call("POST", APPOINTMENTS, booked, expect=201)
        path = f"{APPOINTMENTS}{appointment['id']}/"
        appointment_id = str(appointment["id"])
        told = self.bus.hear("appointment.booked", appointment_id)
        self.assertEqual(("sessions.appointments", "VIRTUAL"), (told["source"], told["detail"]["appointment_type"]))

        def consultation():
            sessions = self.doctor.call("GET", CONSULTATIONS)["sessions"]
            return next((each["session_id"] for each in sessions if each["patient_id"] == self.patient.id), None)

        session_id = until("a consultation of the appointment", consultation)
        shown = self.doctor.call("GET", f"{CONSULTATIONS}/{session_id}")
        self.assert_holds({"appointment_id": appointment_id, "booking_type": "CLINIC_BASED"}, shown)
        self.bus.hear("video.consultation.session-created", session_id)
        self.doctor.call("PATCH", path, {"status": "confirmed"})

        # Held: both join, the patient leaves, the doctor ends it.
        meeting, _ = self.join(session_id)
        self.assertEqual([meeting], [each["Meeting"]["MeetingId"] for each in chime_meetings_of(session_id)])
        self.patient.call("POST", f"{CONSULTATIONS}/{session_id}/leave", {})
        notes = {"session_notes": "Patient improved...", "connection_quality_rating": 4}
        self.doctor.call("POST", f"{CONSULTATIONS}/{session_id}/end", notes)
        self.assertEqual("COMPLETED", self.status(session_id))
        self.assertEqual([], chime_meetings_of(session_id), "the meeting is deleted at Chime")
        for event in ("doctor-joined", "patient-joined", "patient-left", "doctor-left"):
            self.bus.hear(f"video.consultation.{event}", session_id)
        completed = self.bus.hear("video.consultation.completed", session_id)["detail"]["data"]
        self.assertEqual(notes["session_notes"], completed["session_notes"])

        listed = self.patient.call("GET", APPOINTMENTS)["results"]
        self.assertEqual([appointment["id"]], [each["id"] for each in listed])

        # Completed: that event comes back to the appointment.
        def is_completed():
            shown = self.doctor.call("GET", path)
            return shown if shown["status"] == "completed" else None

        shown = until("the appointment is completed", is_completed)
        self.assert_holds({"video_session_id": session_id, "consultation_notes": notes["session_notes"]}, shown)
        trail = self.doctor.call("GET", f"{CONSULTATIONS}/{session_id}/events")["events"]
        self.assertEqual("SESSION_CREATED", trail[0]["event_type"])
        self.assertIn("SESSION_COMPLETED", [event["event_type"] for event in trail])

    def test_a_closed_browser_is_told_by_chime(self):
        wanted = {
            "booking_type": "DIRECT_DOCTOR",
            "doctor_id": self.doctor.id,
            "patient_id": self.patient.id,
            "scheduled_start_time": at(minutes=5),
            "consultation_duration_minutes": 30,
        }
        session_id = self.patient.call("POST", CONSULTATIONS, wanted, expect=201)["session_id"]
        meeting, attendees = self.join(session_id)
        for attendee in attendees:
            local("POST", f"/chime/meetings/{meeting}/attendees/{attendee}/left")

        told = [e for e in local("GET", "/events?source=aws.chime")["events"] if meeting in json.dumps(e)]
        delivered = [event["detail"]["eventType"] for event in told if deliver(event)]
        self.assertEqual(2, delivered.count("chime:AttendeeLeft"), told)
        until("it is completed", lambda: self.status(session_id) == "COMPLETED")
        self.bus.hear("video.consultation.completed", session_id)

    def test_twilio_tells_who_is_in_the_room(self):
        wanted = {
            "psychologist_id": self.doctor.id,
            "patient_id": self.patient.id,
            "service_name": "Individual Therapy",
            "appointment_date": at(minutes=5),
        }
        appointment = self.patient.call("POST", APPOINTMENTS, wanted, expect=201)["id"]
        status = f"{APPOINTMENTS}video-status/{appointment}/"
        self.assert_holds({"status": "not-started", "participants_count": 0}, self.doctor.call("GET", status))
        token = self.patient.call("GET", f"{APPOINTMENTS}video-token/{appointment}/")
        in_room = {"identity": token["user_identity"]}
        local("POST", f"/twilio/rooms/{token['room_name']}/participants", in_room)
        self.assert_holds({"status": "in-progress", "participants_count": 1}, self.doctor.call("GET", status))

    def test_what_cannot_be_taken_in_is_a_dead_letter(self):
        appointment_id = f"apt-{time.time_ns()}"
        event = {
            "version": "0",
            "id": appointment_id,
            "account": "000000000000",
            "region": "us-east-1",
            "time": at(minutes=0),
            "resources": [],
            "source": "clinic.appointments",
            "detail-type": "appointment.booked",
            "detail": {
                "appointment_id": appointment_id,
                "patient_id": self.patient.id,
                "doctor_id": self.doctor.id,
                "appointment_type": "VIRTUAL",
                "status": "BOOKED",
            },
        }
        self.assertEqual(1, len(deliver(event, outputs()["EventBusName"])), "the intake alone takes it")
        letters = until("a dead letter", lambda: messages(outputs()["DeadLetterQueueUrl"]))
        self.assertEqual([appointment_id], [letter["requestPayload"]["id"] for letter in letters])
        self.assertIn("start_time", json.dumps(letters[0]["responsePayload"]), "it says why")


class Tutoring(Deployed):
    def test_from_profile_to_rating(self):
        teacher, student = Person("teacher"), Person("student")
        topic = f"q{time.time_ns()}"
        for person, data in (
            (teacher, {"name": "Ada", "topics": [topic]}),
            (student, {"name": "Bob"}),
        ):
            profile = {"user_id": person.id, "role": person.id.split("-")[0], "profile_data": data}
            person.call("POST", "/profiles", profile, expect=201)
        slot = {"teacher_id": teacher.id, "start_time": at(minutes=60), "end_time": at(minutes=180)}
        teacher.call("POST", "/availability", slot, expect=201)
        found = student.call("GET", f"/search/teachers?topic={topic}")
        self.assertEqual([teacher.id], [each["user_id"] for each in found])

        wanted = {
            "student_id": student.id,
            "teacher_id": teacher.id,
            "start_time": slot["start_time"],
            "end_time": slot["end_time"],
        }
        booking = student.call("POST", "/bookings", wanted, expect=201)["booking_id"]
        student.call("POST", "/bookings", wanted, expect=409)
        self.bus.hear("tutoring.booking.created", booking)
        teacher.call("PATCH", f"/bookings/{booking}", {"status": "confirmed"})
        session = student.call("POST", "/sessions", {"booking_id": booking}, expect=201)["session_id"]

        meeting = teacher.call("POST", "/meetings", {"session_id": session}, expect=201)["meeting_id"]
        for person in (teacher, student):
            wanted = {"meeting_id": meeting, "user_id": person.id, "name": person.id}
            attendee = person.call("POST", "/attendees", wanted, expect=201)
            self.assertTrue(attendee["attendee_data"]["JoinToken"])
        self.assertEqual(1, len(chime_meetings_of(session)))

        # A file goes to the bucket, over TLS and as what was asked for alone.
        text = b"%PDF-1.7"
        wanted = {"file_name": "homework.pdf", "content_type": "application/pdf", "size_bytes": len(text)}
        signed = teacher.call("POST", "/presigned-url", wanted)
        pdf = {"Content-Type": "application/pdf"}
        for headers, expected in ((pdf, 403), (OVER_TLS | {"Content-Type": "image/png"}, 403), (OVER_TLS | pdf, 200)):
            status, answer = fetch("PUT", signed["upload_url"], text, headers)
            self.assertEqual(expected, status, (headers, answer))

        # It is read where its URL says: at the CDN.
        base, key = signed["file_url"].split("/uploads/")
        self.assertEqual(outputs()["FilesUrl"], base)
        at_cdn = OVER_TLS | {"Host": base.removeprefix("https://")}
        self.assertEqual((200, text), fetch("GET", f"{ENDPOINT}/uploads/{key}", headers=at_cdn))

        path = f"/sessions/{session}"
        student.call("PUT", path, {"notes": [{"text": "Do page 7"}]})
        teacher.call("PUT", path, {"files": [{"name": "homework.pdf", "url": signed["file_url"]}]})
        teacher.call("PUT", path, {"status": "completed"})
        shown = student.call("GET", path)
        self.assert_holds({"status": "completed"}, shown)
        self.assertEqual(("Do page 7", signed["file_url"]), (shown["notes"][0]["text"], shown["files"][0]["url"]))
        self.assertEqual([], chime_meetings_of(session), "the meeting is deleted at Chime")
        student.call("POST", f"{path}/rating", {"rating": 4}, expect=201)
        self.assertEqual("completed", student.call("GET", f"/bookings/{booking}")["status"])


class Live(Deployed):
    def test_a_session_has_a_room_tokens_and_an_end(self):
        instructor, student = Person("instructor"), Person("student")
        wanted = {"title": "Introduction to Node.js"}
        student.call("POST", LIVE, wanted, expect=403)
        session = instructor.call("POST", LIVE, wanted, expect=201)
        room = session["roomName"]
        self.assertIn(room, daily_rooms())
        self.bus.hear("live.session.created", room)
        self.assertTrue(student.call("POST", f"{LIVE}/{room}/token", {"userName": "Bob"})["token"])
        instructor.call("DELETE", f"{LIVE}/{room}")
        student.call("POST", f"{LIVE}/{room}/token", {"userName": "Bob"}, expect=404)
        self.assertNotIn(room, daily_rooms())
        self.bus.hear("live.session.deleted", room)


class Schedules(Deployed):
    def test_every_schedule_leads_to_a_function_that_runs(self):
        ticked = dict(tick())
        self.assertEqual(2, len(ticked), "the sweeps of consultations and of providers")
        for function, answer in ticked.items():
            self.assertNotIn("FunctionError", answer, f"{function}: {answer['Payload'].read()}")


class Edge(Deployed):
    def test_what_no_route_has_is_not_found(self):
        anybody = Person("student")
        anybody.call("GET", "/health")
        for path in ("/nothing", "/bookings/1/2/3"):
            self.assertIn("error", anybody.call("GET", path, expect=404))

    def test_without_a_token_nothing_is_told(self):
        nobody = Person("student")
        nobody.token = "nonsense"
        for path in ("/bookings", APPOINTMENTS, CONSULTATIONS, "/api/v1/sessions"):
            nobody.call("GET", path, expect=401)


if __name__ == "__main__":
    unittest.main()
