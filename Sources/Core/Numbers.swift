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

/// A duration: `0.9 s`, `14 s`, `2 min 5 s`.
package func durationText(milliseconds: Int) -> String {
  if milliseconds < 9950 { return "\(tenths(Double(milliseconds) / 1000)) s" }
  let seconds = max(10, milliseconds / 1000)
  return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min \(seconds % 60) s"
}

/// One digit after the point.
func tenths(_ value: Double) -> String {
  let scaled = Int((value * 10).rounded())
  return "\(scaled / 10).\(scaled % 10)"
}
