// PAPI against a Salus node, without descriptors or custom types: reads the metadata, has the
// patient's key grant a consent, sees the event, and asks for the decision that follows.
//
// usage: node papi.mjs URL PATIENT_SEED RECIPIENT_ORGANIZATION

import { Keyring } from "@polkadot/keyring";
import { cryptoWaitReady } from "@polkadot/util-crypto";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { createClient } from "polkadot-api";
import { getPolkadotSigner } from "polkadot-api/signer";
import { getWsProvider } from "polkadot-api/ws";
import { WebSocket } from "ws";
import { ACCESS, LABORATORY, TREAT, bits } from "./codes.mjs";

const [url, seed, recipient] = process.argv.slice(2);
await cryptoWaitReady();
const key = new Keyring({ type: "sr25519" }).addFromUri(seed);
const signer = getPolkadotSigner(key.publicKey, "Sr25519", (payload) => key.sign(payload));

// Node.js has a WebSocket of its own only from version 22 on.
const client = createClient(getWsProvider(url, { websocketClass: WebSocket }));
const api = client.getUnsafeApi();

const patient = await api.apis.PatientsApi.patient_of(key.address);
assert(patient, "the key controls a patient");

const consent = `0x${randomBytes(32).toString("hex")}`;
const test = (type, value) => ({ type, value });
const terms = {
  base: { type: "Silent" },
  period: {},
  provisions: [
    {
      tests: [
        test("Recipients", [{ type: "Organization", value: Number(recipient) }]),
        test("Actions", bits(ACCESS)),
        test("Purposes", bits(TREAT)),
        test("Classes", bits(LABORATORY)),
      ],
      obligations: 0n,
      refrains: 0n,
    },
  ],
  obligations: 0n,
  refrains: 0n,
};
const result = await api.tx.Consents.grant({ patient, consent, terms }).signAndSubmit(signer);
assert(result.ok, `the grant failed: ${JSON.stringify(result.dispatchError)}`);
const granted = result.events.find(
  (event) => event.type === "Consents" && event.value.type === "ConsentGranted",
);
assert(granted, "the chain says that the consent was granted");

const decide = (purpose) =>
  api.apis.ConsentsApi.decide(patient, {
    organization: Number(recipient),
    action: { type: "Access" },
    purpose: { type: purpose },
    class: { type: "Laboratory" },
    codes: [],
  });
assert.equal((await decide("TREAT")).verdict.type, "Permit");
assert.equal((await decide("HRESCH")).verdict.type, "Deny");

console.log(`PAPI: granted in block ${result.block.number}`);
client.destroy();
