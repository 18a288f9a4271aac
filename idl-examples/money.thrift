/** Amounts of money, and the till that every shop has. */

enum Currency {
  EUR = 978,
  GBP = 826,
  USD = 840,
}

/** Hundredths of the currency's unit, so that sums are exact. */
typedef i64 Cents

struct Money {
  1: required Cents cents,
  2: Currency currency = Currency.EUR,
}

const Money NOTHING_TO_PAY = { "cents": 0 }

/** The till takes no sum in this currency. */
exception CurrencyNotTaken {
  1: Currency currency,
  2: optional set<Currency> taken,
}

struct TillState {
  1: map<Currency, Cents> sums,
  /** How often somebody paid. */
  2: i64 payments = 0,
}

service Till {
  /** What is in the till, by currency. */
  map<Currency, Money> balance() (faas.readonly)

  void pay(1: Money sum) throws (1: CurrencyNotTaken notTaken)
} (faas.state = "TillState")
