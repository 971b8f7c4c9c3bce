// polkadot-js against a Salus node, without custom types: reads the metadata, has the patient's key
// grant a consent, sees the event, and asks for the decision that follows.
//
// usage: node polkadot-js.mjs URL PATIENT_SEED RECIPIENT_ORGANIZATION

import { ApiPromise, Keyring, WsProvider } from "@polkadot/api";
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { ACCESS, LABORATORY, TREAT, bits } from "./codes.mjs";

const [url, seed, recipient] = process.argv.slice(2);
const api = await ApiPromise.create({ provider: new WsProvider(url), noInitWarn: true });

const key = new Keyring({ type: "sr25519" }).addFromUri(seed);
const patient = (await api.call.patientsApi.patientOf(key.address)).unwrap();

const consent = `0x${randomBytes(32).toString("hex")}`;
const terms = {
  base: "Silent",
  provisions: [
    {
      tests: [
        { Recipients: [{ Organization: Number(recipient) }] },
        { Actions: bits(ACCESS) },
        { Purposes: bits(TREAT) },
        { Classes: bits(LABORATORY) },
      ],
    },
  ],
};

const events = await new Promise((resolve, reject) => {
  api.tx.consents
    .grant(patient, consent, terms)
    .signAndSend(key, ({ status, events, dispatchError }) => {
      if (dispatchError?.isModule) {
        const { section, name } = api.registry.findMetaError(dispatchError.asModule);
        reject(new Error(`${section}.${name}`));
      } else if (dispatchError) {
        reject(new Error(dispatchError.toString()));
      } else if (status.isFinalized) {
        resolve(events.map(({ event }) => event));
      }
    })
    .catch(reject);
});
const granted = events.find((event) => api.events.consents.ConsentGranted.is(event));
assert(granted, "the chain says that the consent was granted");
assert.equal(granted.data.patient.toHex(), patient.toHex());
assert.equal(granted.data.consent.toHex(), consent);

const decide = (purpose) =>
  api.call.consentsApi.decide(patient, {
    organization: Number(recipient),
    action: "Access",
    purpose,
    class: "Laboratory",
  });
assert.equal((await decide("TREAT")).verdict.toString(), "Permit");
assert.equal((await decide("HRESCH")).verdict.toString(), "Deny");

const version = api.runtimeVersion;
console.log(`polkadot-js: granted on ${version.specName} ${version.specVersion}`);
await api.disconnect();
