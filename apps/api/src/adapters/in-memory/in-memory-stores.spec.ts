import { joinTokenStoreContract } from '../../testing/join-token-store.contract.js';
import { signInCodeStoreContract } from '../../testing/sign-in-code-store.contract.js';
import { tokenStoreContract } from '../../testing/token-store.contract.js';
import { InMemoryJoinTokenStore } from './in-memory-join-token-store.js';
import { InMemorySignInCodeStore } from './in-memory-sign-in-code-store.js';
import { InMemoryTokenStore } from './in-memory-token-store.js';

tokenStoreContract('access tokens in memory', async () => new InMemoryTokenStore());
joinTokenStoreContract('join tokens in memory', async () => new InMemoryJoinTokenStore());
signInCodeStoreContract('in memory', async () => new InMemorySignInCodeStore());
