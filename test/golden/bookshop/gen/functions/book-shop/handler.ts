import type { BookShopHandler } from "../../bookshop/book-shop.js";
import { unfilled } from "thrift-faas/codegen/v1";

/** Fill this in. thrift-faas gen never overwrites this file. */
export const handler: BookShopHandler = {
  async balance(invocation) {
    return unfilled(invocation);
  },
  async pay(sum, invocation) {
    return unfilled(invocation, sum);
  },
  async search(authors, limit, invocation) {
    return unfilled(invocation, authors, limit);
  },
  async order(order, invocation) {
    return unfilled(invocation, order);
  },
  async how_paid(number, invocation) {
    return unfilled(invocation, number);
  },
  async is_open(invocation) {
    return unfilled(invocation);
  },
  async viewed(isbn, invocation) {
    return unfilled(invocation, isbn);
  },
  async reviews(isbn, invocation) {
    return unfilled(invocation, isbn);
  },
  async review(isbn, text, invocation) {
    return unfilled(invocation, isbn, text);
  },
  async total(price, copies, invocation) {
    return unfilled(invocation, price, copies);
  },
  async remind(number, invocation) {
    return unfilled(invocation, number);
  },
  async cancel(number, arguments_, invocation) {
    return unfilled(invocation, number, arguments_);
  },
};
