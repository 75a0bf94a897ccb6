// Verifies with two widely used libraries what a house issued. Run by test_peers_accept_what_is_issued.py in a folder
// where they are installed. Reads {credentials, documents} by name and address; writes {library: {name: {verified, set}}}:
// whether each verifies, and the purposes for which its status bit is set.
import {readFileSync} from 'node:fs';
import {contexts as base} from '@digitalbazaar/credentials-context';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {checkStatus} from '@digitalbazaar/vc-bitstring-status-list';

const LIBRARIES = ['@digitalbazaar/vc', '@digitalcredentials/vc'];
const {credentials, documents} = JSON.parse(readFileSync(0, 'utf8'));

async function documentLoader(url) {
  const document = base.get(url) ?? documents[url];
  if(!document) {
    throw new Error(`not at hand: ${url}`);
  }
  return {contextUrl: null, documentUrl: url, document};
}

async function asked(vc, credential) {
  const suite = new DataIntegrityProof({cryptosuite});
  // The bit itself is no part of the library's answer, so it is read from what its status check found.
  const set = [];
  const statuses = async options => {
    const found = await checkStatus({...options, suite, documentLoader});
    for(const {status, credentialStatus} of found.results ?? []) {
      if(status) {
        set.push(credentialStatus.statusPurpose);
      }
    }
    return found;
  };
  const {verified, error} = await vc.verifyCredential({credential, suite, documentLoader, checkStatus: statuses});
  return {verified, set: set.sort(), why: verified ? '' : String(error?.errors?.[0]?.message ?? error?.message)};
}

const answers = {};
for(const name of LIBRARIES) {
  let vc;
  try {
    vc = await import(name);
  } catch {
    continue;
  }
  answers[name] = {};
  for(const [which, credential] of Object.entries(credentials)) {
    answers[name][which] = await asked(vc, credential);
  }
}
console.log(JSON.stringify(answers));
