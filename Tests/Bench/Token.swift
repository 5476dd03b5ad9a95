/// The number of a chunk inside its text, such as `q0000123z`: no renderer changes it and no line breaks in it.
enum Token {
  static func text(_ number: Int) -> String {
    let digits = String(number)
    return "q" + String(repeating: "0", count: max(0, 7 - digits.count)) + digits + "z"
  }

  /// Finds tokens in bytes that come piece by piece.
  struct Finder {
    private var digits = -1
    private var number = 0

    /// Calls `found` with the number of each token that ends in these bytes.
    mutating func feed(_ bytes: some Sequence<UInt8>, found: (Int) -> Void) {
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "q"): (digits, number) = (0, 0)
        case UInt8(ascii: "0")...UInt8(ascii: "9") where digits >= 0:
          digits += 1
          number = number * 10 + Int(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "z") where digits == 7:
          found(number)
          digits = -1
        default: digits = -1
        }
      }
    }
  }
}
