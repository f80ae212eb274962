"""The deployed stack, as who deploys and who calls it sees it."""

import base64
import functools
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.error
import urllib.request

import boto3

ENDPOINT = os.environ["AWS_ENDPOINT_URL"]
LOCAL_URL = os.environ["LOCAL_URL"]
STACK = os.environ["STACK"]
BUCKET = "sessions-artifacts"
PATIENCE_SECONDS = 30

# The emulator speaks no TLS itself; it takes the word of a proxy before it. The
# policies of bucket and queue refuse everybody who comes without.
OVER_TLS = {"X-Forwarded-Proto": "https"}


@functools.cache
def aws(service):
    """The emulator: every client takes AWS_ENDPOINT_URL."""
    client = boto3.client(service)

    def come_over_tls(request, **_):
        for name, value in OVER_TLS.items():
            request.headers[name] = value

    client.meta.events.register("before-sign", come_over_tls)
    return client


@functools.cache
def outputs():
    stack = aws("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    return {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}


@functools.cache
def resource(logical_id):
    """The physical id of one of the template's resources."""
    found = aws("cloudformation").describe_stack_resource(StackName=STACK, LogicalResourceId=logical_id)
    return found["StackResourceDetail"]["PhysicalResourceId"]


def base_url():
    """Where the emulator answers for the API, which has no host name here."""
    api_id = outputs()["BaseUrl"].removeprefix("https://").split(".")[0]
    return f"{ENDPOINT}/_aws/execute-api/{api_id}/$default"


def fetch(method, url, body=None, headers=None):
    """The status and the bytes of an answer."""
    request = urllib.request.Request(url, data=body, headers=headers or {}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()


def fetch_json(method, url, body=None, expect=200, token=None):
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    status, answer = fetch(method, url, data, headers)
    assert status == expect, f"{method} {url} answered {status}, not {expect}: {answer.decode()}"
    return json.loads(answer) if answer else None


def local(method, path, body=None):
    """A control of the local platform, whose Chime, Twilio and Daily are called."""
    return fetch_json(method, f"{LOCAL_URL}/_local{path}", body)


@functools.cache
def key_of_tokens():
    """The HS256 key that the stack has made."""
    return aws("secretsmanager").get_secret_value(SecretId=outputs()["JwtSecretArn"])["SecretString"].encode()


def sign(claims):
    """A token, as who runs the stack issues it."""

    def encode(part):
        return base64.urlsafe_b64encode(part).rstrip(b"=")

    parts = [encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims)]
    signature = hmac.digest(key_of_tokens(), b".".join(parts), hashlib.sha256)
    return b".".join([*parts, encode(signature)]).decode()


class Person:
    """Somebody with a token who calls the deployed API."""

    def __init__(self, role):
        self.id = f"{role}-{time.time_ns()}"
        self.token = sign({"sub": self.id, "role": role, "exp": int(time.time()) + 3600})

    def call(self, method, path, body=None, expect=200):
        return fetch_json(method, base_url() + path, body, expect, self.token)


def until(what, look):
    """What `look` sees, once it sees something."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if seen := look():
            return seen
        time.sleep(0.2)
    raise AssertionError(f"not within {PATIENCE_SECONDS} seconds: {what}")


def messages(queue_url):
    """Takes all that is in a queue."""
    taken = []
    while batch := aws("sqs").receive_message(QueueUrl=queue_url, MaxNumberOfMessages=10).get("Messages"):
        taken += [json.loads(message["Body"]) for message in batch]
        for message in batch:
            aws("sqs").delete_message(QueueUrl=queue_url, ReceiptHandle=message["ReceiptHandle"])
    return taken


class Listener:
    """Another system that listens on the stack's event bus, with a rule and a
    queue of its own."""

    def __init__(self):
        self.heard = []
        self.queue_url = aws("sqs").create_queue(QueueName=f"listener-{time.time_ns()}")["QueueUrl"]
        queue = aws("sqs").get_queue_attributes(QueueUrl=self.queue_url, AttributeNames=["QueueArn"])
        bus, pattern = outputs()["EventBusName"], {"source": [{"prefix": "sessions."}]}
        rule = self.queue_url.rsplit("/", 1)[-1]
        aws("events").put_rule(Name=rule, EventBusName=bus, EventPattern=json.dumps(pattern))
        target = {"Id": "queue", "Arn": queue["Attributes"]["QueueArn"]}
        aws("events").put_targets(Rule=rule, EventBusName=bus, Targets=[target])

    def hear(self, detail_type, mark):
        """The event of this type that has this text in it, once it comes."""

        def look():
            self.heard += messages(self.queue_url)
            return [e for e in self.heard if e["detail-type"] == detail_type and mark in json.dumps(e)]

        return until(f"{detail_type} of {mark} on the bus; heard {self.types}", look)[0]

    @property
    def types(self):
        return [event["detail-type"] for event in self.heard]


def functions_of_rules(bus, leads_there):
    """The functions that a bus's rules lead to."""
    for rule in aws("events").list_rules(EventBusName=bus)["Rules"]:
        if leads_there(rule):
            targets = aws("events").list_targets_by_rule(Rule=rule["Name"], EventBusName=bus)["Targets"]
            yield from (target["Arn"] for target in targets if ":lambda:" in target["Arn"])


def deliver(event, bus="default"):
    """Has the functions invoked that the bus's rules lead this event to, as
    EventBridge does: asynchronously. The emulator's own rules try only once,
    without a destination for what fails; and nobody may put AWS's events.
    Answers those functions."""

    def matches(rule):
        pattern, text = rule.get("EventPattern"), json.dumps(event)
        return pattern and aws("events").test_event_pattern(EventPattern=pattern, Event=text)["Result"]

    functions = list(functions_of_rules(bus, matches))
    for function in functions:
        aws("lambda").invoke(FunctionName=function, InvocationType="Event", Payload=json.dumps(event))
    return functions


def tick():
    """Invokes what a schedule leads to; each function with its answer."""
    for function in functions_of_rules("default", lambda rule: "ScheduleExpression" in rule):
        event = {"source": "aws.events", "detail-type": "Scheduled Event", "detail": {}}
        answer = aws("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        yield function, answer


def make_secrets(environment_file):
    """The secrets of Twilio and Daily, as docs/operations.md has them made; the
    stack's parameters that name them."""
    with open(environment_file) as lines:
        value = dict(line.rstrip("\n").split("=", 1) for line in lines)
    twilio = {
        "account_sid": value["TWILIO_ACCOUNT_SID"],
        "api_key_sid": value["TWILIO_API_KEY_SID"],
        "api_key_secret": value["TWILIO_API_KEY_SECRET"],
    }
    aws("secretsmanager").create_secret(Name="sessions/twilio", SecretString=json.dumps(twilio))
    aws("secretsmanager").create_secret(Name="sessions/daily", SecretString=value["DAILY_API_KEY"])
    print("TwilioSecretName=sessions/twilio DailySecretName=sessions/daily")


def make_bucket():
    """Where SAM puts the functions' code."""
    aws("s3").create_bucket(Bucket=BUCKET)
    print(BUCKET)


def import_routes():
    """The emulator makes an HttpApi without the routes of its Body, and has no
    ImportApi: they are made from the deployed template one by one."""
    template = aws("cloudformation").get_template(StackName=STACK, TemplateStage="Processed")["TemplateBody"]
    resources = (json.loads(template) if isinstance(template, str) else template)["Resources"]
    paths = resources["HttpApi"]["Properties"]["Body"]["paths"]
    api_id = resource("HttpApi")
    integrations = {}
    for path, methods in paths.items():
        for method, operation in methods.items():
            uri = json.dumps(operation["x-amazon-apigateway-integration"]["uri"])
            function = next(name for name in resources if f"${{{name}.Arn}}" in uri)
            if function not in integrations:
                arn = aws("lambda").get_function(FunctionName=resource(function))["Configuration"]["FunctionArn"]
                made = aws("apigatewayv2").create_integration(
                    ApiId=api_id, IntegrationType="AWS_PROXY", IntegrationUri=arn, PayloadFormatVersion="2.0"
                )
                integrations[function] = f"integrations/{made['IntegrationId']}"
            verb = "ANY" if method == "x-amazon-apigateway-any-method" else method.upper()
            key = path if path == "$default" else f"{verb} {path}"
            aws("apigatewayv2").create_route(ApiId=api_id, RouteKey=key, Target=integrations[function])
    print(f"{len(paths)} paths lead to {len(integrations)} functions")


def print_failures():
    """What the functions have logged of requests that failed."""
    for group in aws("logs").get_paginator("describe_log_groups").paginate().search("logGroups[].logGroupName"):
        lines = aws("logs").filter_log_events(logGroupName=group).get("events", [])
        for line in lines:
            if '"cause"' in line["message"]:
                print(f"{group}: {line['message'].strip()}")


if __name__ == "__main__":
    commands = {
        "secrets": make_secrets,
        "bucket": make_bucket,
        "routes": import_routes,
        "failures": print_failures,
    }
    commands[sys.argv[1]](*sys.argv[2:])
