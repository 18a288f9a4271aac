/** A bookshop: its stock, its orders, its till. */

include "money.thrift"

/** 13 digits, without hyphens. */
typedef string Isbn
typedef map<Isbn, i32> Basket
typedef list<Category> Categories

enum Format {
  HARDBACK = 1,
  PAPERBACK = 2,
  EBOOK = 10,
}

struct Author {
  1: required string name,
  2: optional i16 born,
  /** Other names they write under. */
  3: set<string> pseudonyms,
}

/** Categories form a tree: crime is fiction, fiction is a book. */
struct Category {
  1: string name,
  2: optional Category parent,
  3: Categories related,
}

struct Book {
  1: required Isbn isbn,
  2: required string title,
  /** Empty for works whose author nobody knows. */
  3: list<Author> authors,
  4: Format format = Format.PAPERBACK,
  5: money.Money price,
  6: optional string subtitle,
  7: optional binary cover,
  8: bool in_print = true,
  9: double weight = 0.25,
  10: i8 age_from,
  11: set<Category> categories,
  12: map<string, list<string>> reviews,
}

/** How an order is paid. */
union Payment {
  1: money.Money cash,
  2: string voucher,
  /** Parts, when no single means is enough. */
  3: list<Payment> split,
}

struct Order {
  1: required uuid id,
  2: required Basket basket,
  3: required Payment payment,
  4: map<Isbn, money.Money> agreed_prices,
  5: list<map<Format, set<i32>>> shelves,
  6: string greeting = "Enjoy \"reading\"!",
  7: optional i32 copies = 1,
}

exception OutOfStock {
  1: Isbn isbn,
  2: i32 left,
  3: optional i64 restock,
}

exception NoSuchOrder {
  1: string message,
}

const i32 MAX_COPIES = 20
const money.Money POSTAGE = { "cents": 350, "currency": money.Currency.GBP }
const list<string> OPENING_DAYS = ["Tuesday", "Thursday", "Saturday"]
const set<Format> ON_PAPER = [Format.HARDBACK, Format.PAPERBACK]
const map<Format, list<i64>> DISCOUNTS = { Format.HARDBACK: [5, 10], Format.EBOOK: [20] }
const Book EXAMPLE = {
  "isbn": "9780141439518",
  "title": "Pride and Prejudice",
  "authors": [{ "name": "Jane Austen", "born": 1775 }],
  "price": { "cents": 899 },
}

/** A place on the shelves. */
struct Place {
  1: Format format,
  2: i16 row,
  3: optional string label = "unlabelled",
}

/** What the shop keeps besides what is in its till: of each kind of field there is one. */
struct ShopState {
  1: map<Isbn, Book> stock,
  2: map<Place, i32> free_space,
  3: map<uuid, Order> orders,
  4: i64 last_number = 1000,
  5: optional Book recommended,
  6: Format most_sold = Format.PAPERBACK,
  7: binary logo,
  8: set<binary> watermarks,
  9: list<Payment> split_payments,
  /** Books by how often they were looked at. */
  10: map<Isbn, i64> views (faas.ordered),
  11: map<Isbn, list<string>> reviews,
  12: map<string, set<Isbn>> by_author,
  13: map<Format, map<Isbn, double> (faas.ordered)> ratings,
  14: map<string, map<Isbn, list<i32>>> shelves_by_town,
  15: money.Money float_in_till = { "cents": 5000 },
}

/** Sells books; it is a till as well, and has the state of one. */
service BookShop extends money.Till {
  /** Books by any of these authors. */
  list<Book> search(1: set<string> authors, 2: i32 limit = 10) (faas.readonly, faas.timeout = "5s", faas.retry = "3")

  /** Takes an order and returns its number. */
  i64 order(1: Order order) throws (1: OutOfStock out, 2: money.CurrencyNotTaken currency)

  Payment how_paid(1: i64 number) throws (1: NoSuchOrder unknown) (faas.readonly)

  bool is_open()

  /** Remembers that somebody looked at a book; nobody waits for it. */
  oneway void viewed(1: Isbn isbn) (faas.partition = "isbn")

  /** The reviews of a book; those of one book live in one part of the shop. */
  list<string> reviews(1: Isbn isbn) (faas.readonly, faas.partition = "isbn")

  void review(1: Isbn isbn, 2: string text) (faas.partition = "isbn")

  /** What so many books of this price cost. */
  money.Money total(1: money.Money price, 2: i32 copies) (faas.pure)

  /** Asks the warehouse where an order is; to ask twice does no harm. */
  void remind(1: i64 number) (faas.idempotent, faas.timeout = "2m")

  /** Cancels an order, for reasons. No parameter of TypeScript's may be called `arguments`, so it gets a `_`. */
  void cancel(1: i64 number, 2: list<string> arguments)
} (faas.state = "ShopState")
