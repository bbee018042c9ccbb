// @ts-check

/**
 * Everything the demo model knows: paragraphs it can say, and the words in a question that lead to each. `weight` is
 * how readily it says one when no word leads anywhere.
 *
 * @typedef {{ keywords: readonly string[], weight?: number, text: string }} Topic
 * @type {readonly Topic[]}
 */
export const corpus = [
  {
    keywords: ['hello', 'hi', 'hey', 'who', 'enginehouse'],
    weight: 40,
    text: `Hello from a container on your own machine. I am a very small language model that Enginehouse has just deployed: llama.cpp loads me from a file of three megabytes, and one processor core is plenty. Ask me about backends, deployments, placement, workers, the gateway or the event log.`,
  },
  {
    keywords: ['backend', 'backends', 'engine', 'engines', 'version', 'versions', 'vllm', 'catalog'],
    text: `A backend is an inference engine packaged as container images, such as vLLM or llama.cpp. Each version of it names an image, a framework and the command to run. Nothing that somebody uses can disappear: the catalog refuses, and says which deployments are in the way.`,
  },
  {
    keywords: ['deploy', 'deployment', 'deployments', 'model', 'models', 'replica', 'replicas'],
    text: `A deployment is a wish: this model, on that backend, with so many replicas. It pins the exact revision it was made from, so an edit never changes what already runs. Moving to a newer revision is a step of its own, with a plan you can read before you take it.`,
  },
  {
    keywords: ['placement', 'place', 'placed', 'schedule', 'scheduler', 'scheduling', 'why', 'where'],
    text: `The scheduler first drops every worker that cannot run the container, and keeps the reason for each. It scores the remaining ones, claims memory in a ledger, and only then tells the winner. Whoever asks why an instance waits gets that list as the answer.`,
  },
  {
    keywords: ['worker', 'workers', 'host', 'hosts', 'gpu', 'gpus', 'machine'],
    text: `Workers are hosts with GPUs, or with nothing but a processor like mine. One joins with a token, reports what it has, and pulls its assignments from then on. When it restarts, its containers keep serving and are adopted again; when it is lost, its work moves elsewhere and the returning machine is fenced off.`,
  },
  {
    keywords: ['container', 'containers', 'docker', 'image', 'images', 'probe', 'health', 'ready'],
    text: `First comes the image, with its progress shown while it is pulled. Then a container starts under a named security profile, without privileges and on a network of its own. Probes ask its health path until it answers, and not a single request arrives before that.`,
  },
  {
    keywords: ['gateway', 'request', 'requests', 'openai', 'api', 'chat', 'stream', 'streaming', 'token', 'tokens'],
    text: `Your question went to the gateway, which speaks the protocol of OpenAI and picked a ready instance. These words travel back the same way, token by token, as server-sent events. Should the rest of the control plane be down, it would go on serving from the routes it holds.`,
  },
  {
    keywords: ['event', 'events', 'log', 'history', 'nats', 'postgresql', 'database', 'audit'],
    text: `Every change is an event in an append-only log: PostgreSQL keeps the truth, and NATS carries it to whoever listens. Positions have no gaps and a chain of hashes runs through them, so a changed byte is found. Any state of the past can be read again, and a mistake is undone by one more entry.`,
  },
  {
    keywords: ['marketplace', 'community', 'source', 'sources', 'sync', 'signed'],
    text: `Marketplaces are places where teams share their engines. A sync reports what was added, changed, withdrawn or rejected, and one bad entry never stops the others. Enabling one copies it into your catalog; updates arrive as a difference for you to accept.`,
  },
];
