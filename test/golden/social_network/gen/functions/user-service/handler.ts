import type { UserServiceHandler } from "../../social_network/user-service.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: UserServiceHandler = {
  async RegisterUser(req_id, first_name, last_name, username, password, carrier, invocation) {
    return unfilled(invocation, req_id, first_name, last_name, username, password, carrier);
  },
  async RegisterUserWithId(req_id, first_name, last_name, username, password, user_id, carrier, invocation) {
    return unfilled(invocation, req_id, first_name, last_name, username, password, user_id, carrier);
  },
  async Login(req_id, username, password, carrier, invocation) {
    return unfilled(invocation, req_id, username, password, carrier);
  },
  async ComposeCreatorWithUserId(req_id, user_id, username, carrier, invocation) {
    return unfilled(invocation, req_id, user_id, username, carrier);
  },
  async ComposeCreatorWithUsername(req_id, username, carrier, invocation) {
    return unfilled(invocation, req_id, username, carrier);
  },
  async GetUserId(req_id, username, carrier, invocation) {
    return unfilled(invocation, req_id, username, carrier);
  },
};
