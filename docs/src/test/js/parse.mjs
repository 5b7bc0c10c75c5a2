// Parses the file given, by the compilers in the node_modules of the folder that this is run in.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/package.json');
const file = process.argv[2];
const text = readFileSync(file, 'utf8');

function script(name) {
  const ts = require('typescript');
  const { diagnostics } = ts.transpileModule(text, {
    fileName: name,
    reportDiagnostics: true,
    compilerOptions: { allowJs: true, jsx: ts.JsxEmit.Preserve, module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ESNext },
  });
  if (diagnostics.length > 0) {
    throw new Error(ts.formatDiagnostics(diagnostics, {
      getCanonicalFileName: (each) => each, getCurrentDirectory: () => '', getNewLine: () => '\n',
    }));
  }
}

const how = {
  js: () => script('snippet.js'),
  jsx: () => script('snippet.jsx'),
  svelte: () => require('svelte/compiler').compile(text, { generate: 'client' }),
  vue: () => {
    const { parse, compileScript } = require('vue/compiler-sfc');
    const { descriptor, errors } = parse(text);
    if (errors.length > 0) throw errors[0];
    if (descriptor.script || descriptor.scriptSetup) compileScript(descriptor, { id: 'snippet' });
  },
};

how[file.split('.').pop()]();
