/** One of the threads that run schedules: takes every n-th seed, and tells what came of them. */

import { parentPort, workerData } from "node:worker_threads";
import { countSchedules, type Seeds } from "./count-schedules.js";

parentPort?.postMessage(await countSchedules(workerData as Seeds));
