/** One line in the book. */
struct Entry {
  1: string text
  2: i64 number
}

/** What the counter keeps. */
struct VisitorCounterState {
  1: map<string, i64> visitors
}

/** Counts the visitors of a book: each once, whatever crashes. */
service VisitorCounter {
  i64 next(1: string book)
} (faas.state = "VisitorCounterState")

/** Greets visitors. Knows nothing itself: the counter is another function. */
service Guestbook {
  Entry sign(1: string name)
}
