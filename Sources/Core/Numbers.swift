/// Bytes as people read them: `812 B`, `1.4 MB`. 1 MB is a million bytes.
package func byteText(_ count: Int) -> String {
  if count < 1000 { return "\(count) B" }
  if count < 999_500 { return "\((count + 500) / 1000) KB" }
  return "\(tenths(Double(count) / 1_000_000)) MB"
}

/// A count with commas between thousands: `1,048,576`.
package func countText(_ count: Int) -> String {
  var digits = String(count.magnitude)
  var groups: [String] = []
  while digits.count > 3 {
    groups.insert(String(digits.suffix(3)), at: 0)
    digits.removeLast(3)
  }
  return (count < 0 ? "-" : "") + ([digits] + groups).joined(separator: ",")
}

/// A count with what is counted: `1 token`, `2,900 tokens`.
/// - Parameter noun: one of them.
package func countText(_ count: Int, of noun: String) -> String {
  "\(countText(count)) \(noun)\(count == 1 ? "" : "s")"
}

/// US dollars, with as many digits as tell something: `$0.0011`, `$0.034`, `$1.20`.
package func priceText(_ usd: Double) -> String {
  guard usd > 0 else { return "$0" }
  if usd < 0.0001 { return "<$0.0001" }
  let places = usd < 0.01 ? 4 : usd < 1 ? 3 : 2
  let scale = [2: 100, 3: 1000, 4: 10000][places] ?? 1
  let scaled = Int(min((usd * Double(scale)).rounded(), 1e15))
  let digits = String(scaled % scale)
  return "$\(countText(scaled / scale))." + String(repeating: "0", count: places - digits.count) + digits
}

/// A list price in US dollars, with cents only where there are some: `$10`, `$0.75`, `$0.075`.
package func rateText(_ usd: Double) -> String {
  let mills = Int(min((max(0, usd) * 1000).rounded(), 1e15))
  let (whole, rest) = (countText(mills / 1000), mills % 1000)
  if rest == 0 { return "$\(whole)" }
  let digits = String(1000 + rest).dropFirst()
  return "$\(whole).\(rest % 10 == 0 ? digits.dropLast() : digits)"
}

/// A duration: `0.9 s`, `14 s`, `2 min 5 s`.
package func durationText(milliseconds: Int) -> String {
  if milliseconds < 9950 { return "\(tenths(Double(milliseconds) / 1000)) s" }
  return elapsedText(milliseconds: max(10_000, milliseconds))
}

/// A duration that goes on, in whole seconds: `4 s`. Nobody reads tenths that run.
package func elapsedText(milliseconds: Int) -> String {
  let seconds = max(0, milliseconds) / 1000
  return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
}

/// A count that grows, to two digits from a thousand on: `2,900`, `14,000`. One that is another in each frame costs the
/// line as many bytes as the answer, and nobody can read it.
package func growing(_ count: Int) -> Int {
  guard count >= 1000 else { return count }
  var step = 1
  while count / step >= 100 { step *= 10 }
  return count / step * step
}

/// One digit after the point.
func tenths(_ value: Double) -> String {
  let scaled = Int((value * 10).rounded())
  return "\(scaled / 10).\(scaled % 10)"
}
