/** The project of the chaos tests, generated and built once for all storms. */

import { buildClient } from "./client-process.js";
import { Project } from "../support/project.js";

export interface ChaosWorkspace {
  readonly genDir: string;
  readonly client: string;
  readonly workDir: string;
  remove(): void;
}

export async function makeWorkspace(): Promise<ChaosWorkspace> {
  const project = new Project();
  project.copy("test/chaos/project", ".");
  const { status, stderr } = await project.thriftFaas("gen", project.path("order.thrift"), "-o", project.path("gen"));
  if (status !== 0) throw new Error(`thrift-faas gen has failed:\n${stderr}`);
  return {
    genDir: project.path("gen"),
    client: await buildClient(project.path("client.ts"), project.path("client.cjs")),
    workDir: project.path("storms"),
    remove: () => project.remove(),
  };
}
