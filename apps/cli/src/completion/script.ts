import type { CompletionNode } from './tree.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** A completion script for a shell. It knows commands and options, and asks the server for names. */
export function completionScript(shell: Shell, tree: readonly CompletionNode[]): string {
  return { bash, zsh, fish }[shell](tree);
}

const wordsOf = ({ commands, options }: CompletionNode): string =>
  [...commands.map(({ name }) => name), ...options.map(({ flag }) => flag)].join(' ');

/** The path of words up to the cursor picks the list; options and their values between them do not count. */
const bash = (tree: readonly CompletionNode[]): string => `# bash completion of enginehouse
_enginehouse() {
  local path="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${path}\${path:+ }\${word}" in
${tree
  .filter(({ words }) => words !== '')
  .map(({ words }) => `      '${words}') path='${words}' ;;`)
  .join('\n')}
    esac
  done
  local words=""
  case "$path" in
${tree.map((node) => `    '${node.words}') words='${wordsOf(node)}'${bashNames(node)} ;;`).join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
  [ \${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _enginehouse enginehouse
`;

/** Asked for only where no option is being typed. */
const bashNames = ({ names }: CompletionNode): string =>
  names === undefined
    ? ''
    : `; [[ "\${COMP_WORDS[COMP_CWORD]}" == -* ]] || words="$words $(enginehouse completion bash --names ${names} 2>/dev/null)"`;

const zsh = (tree: readonly CompletionNode[]): string => `#compdef enginehouse
# zsh completion of enginehouse, by way of its bash completion
autoload -U +X bashcompinit && bashcompinit
${bash(tree)}`;

const fish = (tree: readonly CompletionNode[]): string =>
  `# fish completion of enginehouse
function __enginehouse_path
  set -l path
  for word in (commandline -opc)[2..-1]
    switch (string join ' ' $path $word)
${tree
  .filter(({ words }) => words !== '')
  .map(({ words }) => `      case '${words}'\n        set path $path $word`)
  .join('\n')}
    end
  end
  string join ' ' $path
end
${tree.flatMap(fishLines).join('\n')}
`;

function fishLines({ words, commands, options, names }: CompletionNode): string[] {
  const here = `complete -c enginehouse -n 'test "$(__enginehouse_path)" = "${words}"'`;
  return [
    ...commands.map(({ name, description }) => `${here} -f -a ${name} -d ${quoted(description)}`),
    ...options.map(({ flag, description }) => `${here} -l ${flag.replace(/^--/, '')} -d ${quoted(description)}`),
    ...(names === undefined ? [] : [`${here} -f -a '(enginehouse completion fish --names ${names} 2>/dev/null)'`]),
  ];
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
