import type { BuildOptions } from 'esbuild';

export declare const nodeOptions: BuildOptions;
export declare function nodeBundles(root: string): BuildOptions;
