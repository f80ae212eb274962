// Compares a video token of a running platform with one that Twilio's own
// helper library makes of the same account, identity and room.
const assert = require('node:assert/strict');
const jsonwebtoken = require('jsonwebtoken');
const { AccessToken } = require('twilio').jwt;

const base = process.argv[2];
const account = 'AC' + '0'.repeat(32);
const key = 'SK' + '0'.repeat(32);
const secret = 'local-twilio-secret';

async function call(method, path, token, body) {
  const answer = await fetch(base + path, {
    method,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  assert(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

async function main() {
  const login = { sub: '19', role: 'psychologist', email: 'sarah@example.com' };
  const { token } = await call('POST', '/_local/tokens', null, login);
  const appointment = await call('POST', '/api/appointments/', token, {
    patient_id: 2,
    service_name: 'Individual Therapy',
    appointment_date: new Date(Date.now() + 86_400_000).toISOString(),
  });
  const ours = await call('GET', `/api/appointments/video-token/${appointment.id}/`, token);

  const theirs = new AccessToken(account, key, secret, {
    identity: '19-sarah@example.com',
    ttl: ours.expires_in,
  });
  theirs.addGrant(new AccessToken.VideoGrant({ room: appointment.video_room_id }));

  const [mine, twilios] = [ours.access_token, theirs.toJwt()].map((jwt) =>
    jsonwebtoken.verify(jwt, secret, { complete: true, algorithms: ['HS256'] }));
  assert.deepEqual(mine.header, twilios.header);
  const timeless = ({ iat, exp, jti, ...rest }) => rest;
  assert.deepEqual(timeless(mine.payload), timeless(twilios.payload));
  for (const { payload } of [mine, twilios]) {
    assert.equal(payload.jti, `${key}-${payload.iat}`);
    assert.equal(payload.exp - payload.iat, ours.expires_in);
  }
  console.log("the token is as Twilio's library makes it");
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
