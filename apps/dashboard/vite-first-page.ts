import { fileURLToPath } from 'node:url';

/** What of the graph of modules is asked here. */
interface Graph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

const source = (path: string) => fileURLToPath(new URL(`src/${path}`, import.meta.url));
const ours = source('');
const users = source('pages/users/');
const firstPages = ['main.tsx', 'pages/users/users-page.tsx'].map(source);

/**
 * Whether a module is one of ours that is loaded before the first page stands, by the entry or by Users,
 * at once or through others, and is not of that page alone. What is asked for later, by `import()`, is not.
 */
export function isOfFirstPage(id: string, graph: Graph): boolean {
  return (
    id.startsWith(ours) &&
    !firstPages.includes(id) &&
    !id.startsWith(users) &&
    listFirst(graph).has(id)
  );
}

function listFirst(graph: Graph): ReadonlySet<string> {
  const first = new Set(firstPages);
  // A set is walked to its end even as it grows.
  for (const id of first) {
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) {
      if (imported.startsWith(ours)) first.add(imported);
    }
  }
  return first;
}
