/** Where each order got to: its line in the ledger of every service that answers. */
struct Receipt {
  1: i64 order,
  2: i64 reservation,
  3: i64 payment,
  4: i64 shipment,
}

/** What each service keeps: an append-only ledger. */
struct Ledger {
  /** How many lines it has. */
  1: i64 count = 0,
  /** By what they say: their numbers. */
  2: map<string, i64> lines,
}

/** Has the goods reserved and paid at once, then shipped; that a mail says so is nobody's concern. */
service OrderService {
  /** @param order names the call, and every line that it causes */
  Receipt Place(1: string order)
} (faas.state = "Ledger")

service StockService {
  i64 Reserve(1: string order)
} (faas.state = "Ledger")

service PaymentService {
  i64 Charge(1: string order)
} (faas.state = "Ledger")

service ShippingService {
  i64 Ship(1: string order, 2: i64 reservation, 3: i64 payment)
} (faas.state = "Ledger")

service MailService {
  oneway void Confirm(1: string order, 2: i64 shipment)
} (faas.state = "Ledger")
