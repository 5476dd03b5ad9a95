import Screen

/// A control sequence `CSI … final`, taken apart.
struct ControlSequence {
  /// `<`, `=`, `>` or `?` in front of the parameters.
  let prefix: UInt8?
  /// The parameters with their sub-parameters; a missing one is -1.
  let parameters: [[Int]]
  /// The bytes between parameters and final byte.
  let intermediates: [UInt8]
  let final: UInt8

  init(_ bytes: [UInt8], final: UInt8) {
    var rest = bytes[...]
    prefix = rest.first.flatMap { (0x3c...0x3f).contains($0) ? $0 : nil }
    if prefix != nil { rest.removeFirst() }
    let parameterBytes = rest.prefix { (0x30...0x3f).contains($0) }
    parameters =
      parameterBytes.isEmpty
      ? []
      : parameterBytes.split(separator: 0x3b, omittingEmptySubsequences: false).map { parameter in
        parameter.split(separator: 0x3a, omittingEmptySubsequences: false).map(Self.number)
      }
    intermediates = Array(rest.dropFirst(parameterBytes.count))
    self.final = final
  }

  /// Numbers beyond ten million mean nothing to anybody here, and must not overflow.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int {
    guard !digits.isEmpty else { return -1 }
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return -1 }
      value = min(value * 10 + Int(digit - 0x30), 10_000_000)
    }
    return value
  }

  var isBare: Bool { prefix == nil && parameters.isEmpty && intermediates.isEmpty }

  /// The parameter at `index` without its sub-parameters, `nil` when it is missing.
  func value(_ index: Int) -> Int? {
    guard index < parameters.count, let value = parameters[index].first, value >= 0 else { return nil }
    return value
  }

  var first: Int? { value(0) }

  /// The modifiers in the second parameter, one more than a bit set: 1 Shift, 2 Alt, 4 Control.
  var modifiers: Key.Modifiers { Key.Modifiers(parameter: value(1) ?? (parameters.count == 1 ? first : nil)) }

  /// The mouse report of `CSI < button ; column ; row M`, `nil` for buttons and movements nobody asked about.
  var mouse: Mouse? {
    guard let code = value(0), let column = value(1), let row = value(2), intermediates.isEmpty else { return nil }
    let point = Point(row: max(0, row - 1), column: max(0, column - 1))
    let button = code & 3
    if code & 64 != 0 {
      guard code & 128 == 0, final == 0x4d, button < 2 else { return nil }
      return Mouse(button == 0 ? .wheelUp : .wheelDown, at: point)
    }
    guard code & 128 == 0, button < 3 else { return nil }
    if final == 0x6d { return Mouse(.release, button: button + 1, at: point) }
    return Mouse(code & 32 != 0 ? .drag : .press, button: button + 1, at: point)
  }
}

extension Key.Modifiers {
  /// - Parameter parameter: one more than a bit set, as xterm sends it.
  init(parameter: Int?) {
    let bits = max(0, (parameter ?? 1) - 1)
    self = []
    if bits & 1 != 0 { insert(.shift) }
    if bits & 2 != 0 { insert(.alt) }
    if bits & 4 != 0 { insert(.control) }
  }
}
