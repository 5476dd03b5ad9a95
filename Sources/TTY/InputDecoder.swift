package import Screen

/// Turns the bytes a terminal sends into keys, pastes, mouse reports and replies.
///
/// One state machine takes everything that arrives during the whole life of the program, byte by byte, so the result is
/// the same however the bytes are cut, late replies are recognised, and a sequence it does not know is swallowed
/// instead of typed.
/// - Source: terminal-graphics.md section 1; xterm's "Control Sequences".
package struct InputDecoder: Sendable {
  enum State: Sendable {
    case ground
    /// A UTF-8 sequence that still wants `missing` bytes.
    case utf8(scalar: UInt32, missing: Int, least: UInt32, alt: Bool)
    case escape
    case csi
    case ss3
    case string(StringKind)
    /// An ESC inside a string: its end if a backslash follows.
    case stringEscape(StringKind)
    /// `CSI [`: a function key of the Linux console, one letter follows.
    case linuxFunction
    /// `CSI M`: a mouse report of the oldest kind, three bytes follow and are skipped.
    case oldMouse(missing: Int)
    case paste
  }

  /// What an escape followed by `]`, `P`, `_`, `^` or `X` begins. The raw value is that byte.
  enum StringKind: UInt8, Sendable {
    case osc = 0x5d
    case dcs = 0x50
    case apc = 0x5f
    case privacy = 0x5e
    case startOfString = 0x58
  }

  static let escapeByte: UInt8 = 0x1b
  /// Longer than any reply; what comes beyond it is skipped up to the end of the sequence.
  private static let collectedLimit = 4096
  /// How long the rest of a cut sequence may take.
  private static let replyWait = Duration.milliseconds(100)
  /// How long the rest of what only a terminal sends may take: a line may lose a packet within an answer. Nobody types
  /// the beginning of it, and keys follow an answer, never stand in it.
  private static let answerWait = Duration.seconds(5)

  private let escapeWait: Duration
  private var state = State.ground
  /// The bytes of the sequence being read, without its introducer.
  private var collected: [UInt8] = []
  private var pasted = PasteBuffer()
  var inputs: [TerminalInput] = []

  /// - Parameter escapeWait: how long a lone ESC may be the beginning of a sequence.
  package init(escapeWait: Duration) {
    self.escapeWait = escapeWait
  }

  /// How long to wait for more bytes before calling `flush`, counted from the last byte; `nil` when nothing is unfinished.
  package var pendingTimeout: Duration? {
    switch state {
    case .ground, .paste: nil
    case .escape: escapeWait
    case .csi where !collected.isEmpty, .string where isAnswer, .stringEscape where isAnswer: Self.answerWait
    default: max(escapeWait, Self.replyWait)
    }
  }

  /// True if the string being read begins like the answer to one of our questions.
  private var isAnswer: Bool {
    switch state {
    case .string(.osc), .stringEscape(.osc): collected.first == 0x31
    case .string(.dcs), .stringEscape(.dcs): collected.first == 0x3e
    case .string(.apc), .stringEscape(.apc): collected.first == 0x47
    default: false
    }
  }

  /// Takes bytes as they arrived.
  /// - Returns: what they complete, in order.
  package mutating func feed(_ bytes: [UInt8]) -> [TerminalInput] {
    var index = 0
    while index < bytes.count {
      if case .paste = state {
        index = takePaste(bytes, from: index)
      } else {
        take(bytes[index])
        index += 1
      }
    }
    return takeInputs()
  }

  /// Ends what is unfinished, because nothing came within `pendingTimeout`: a lone ESC becomes the Escape key, an
  /// introducer alone a key with Alt, and a sequence that stays cut is dropped.
  package mutating func flush() -> [TerminalInput] {
    switch state {
    case .ground, .paste: return []
    case .escape: type(.escape)
    case .utf8, .linuxFunction, .oldMouse: break
    case .csi, .ss3, .string, .stringEscape: giveUp()
    }
    state = .ground
    return takeInputs()
  }

  private mutating func takeInputs() -> [TerminalInput] {
    defer { inputs = [] }
    return inputs
  }

  mutating func type(_ code: Key.Code, _ modifiers: Key.Modifiers = []) {
    inputs.append(.key(Key(code, modifiers)))
  }

  private mutating func collect(_ byte: UInt8) {
    if collected.count < Self.collectedLimit { collected.append(byte) }
  }

  private mutating func begin(_ next: State) {
    collected.removeAll(keepingCapacity: true)
    state = next
  }

  private mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: takeGround(byte, alt: false)
    case .utf8(let scalar, let missing, let least, let alt):
      takeContinuation(byte, scalar: scalar, missing: missing, least: least, alt: alt)
    case .escape: takeEscape(byte)
    case .csi: takeCSI(byte)
    case .ss3: takeSS3(byte)
    case .string(let kind): takeString(byte, kind)
    case .stringEscape(let kind):
      if byte == 0x5c {
        state = .ground
        finishString(kind)
      } else {
        state = .escape
        take(byte)
      }
    case .linuxFunction:
      state = .ground
      if byte < 0x20 || byte >= 0x7f {
        take(byte)
      } else if (0x41...0x45).contains(byte) {
        type(.function(Int(byte) - 0x40))
      }
    case .oldMouse(let missing): state = missing > 1 ? .oldMouse(missing: missing - 1) : .ground
    case .paste: break
    }
  }
}

// MARK: - Typed characters

extension InputDecoder {
  private mutating func takeGround(_ byte: UInt8, alt: Bool) {
    state = .ground
    let modifiers: Key.Modifiers = alt ? .alt : []
    switch byte {
    case Self.escapeByte: state = .escape
    case 0x00...0x1f, 0x7f: inputs.append(.key(Key(control: byte, modifiers)))
    case 0x20...0x7e: type(.character(Character(Unicode.Scalar(byte))), modifiers)
    case 0xc2...0xdf: state = .utf8(scalar: UInt32(byte & 0x1f), missing: 1, least: 0x80, alt: alt)
    case 0xe0...0xef: state = .utf8(scalar: UInt32(byte & 0x0f), missing: 2, least: 0x800, alt: alt)
    case 0xf0...0xf4: state = .utf8(scalar: UInt32(byte & 0x07), missing: 3, least: 0x10000, alt: alt)
    default: break
    }
  }

  private mutating func takeContinuation(_ byte: UInt8, scalar: UInt32, missing: Int, least: UInt32, alt: Bool) {
    guard byte & 0xc0 == 0x80 else {
      state = .ground
      take(byte)
      return
    }
    let value = scalar << 6 | UInt32(byte & 0x3f)
    if missing > 1 {
      state = .utf8(scalar: value, missing: missing - 1, least: least, alt: alt)
      return
    }
    state = .ground
    // U+0080 to U+009F are control characters; nothing that was typed contains one.
    if value >= least, value >= 0xa0, let typed = Unicode.Scalar(value) {
      type(.character(Character(typed)), alt ? .alt : [])
    }
  }

  private mutating func takeEscape(_ byte: UInt8) {
    switch byte {
    case Self.escapeByte: type(.escape)
    case 0x5b: begin(.csi)
    case 0x4f: begin(.ss3)
    default:
      if let kind = StringKind(rawValue: byte) { begin(.string(kind)) } else { takeGround(byte, alt: true) }
    }
  }
}

// MARK: - Sequences

extension InputDecoder {
  private mutating func takeCSI(_ byte: UInt8) {
    switch byte {
    case 0x5b where collected.isEmpty: state = .linuxFunction
    case 0x4d where collected.isEmpty: state = .oldMouse(missing: 3)
    case 0x20...0x3f: collect(byte)
    case 0x40...0x7e:
      state = .ground
      finishCSI(ControlSequence(collected, final: byte))
    default: giveUp(andTake: byte)
    }
  }

  private mutating func takeSS3(_ byte: UInt8) {
    switch byte {
    case 0x30...0x39 where collected.count < 8, 0x3b where collected.count < 8: collect(byte)
    case 0x20...0x7e:
      state = .ground
      if let key = Key(ss3: byte, modifiers: ControlSequence(collected, final: byte).modifiers) {
        inputs.append(.key(key))
      }
    default: giveUp(andTake: byte)
    }
  }

  private mutating func takeString(_ byte: UInt8, _ kind: StringKind) {
    switch byte {
    case Self.escapeByte: state = .stringEscape(kind)
    case 0x07 where kind == .osc:
      state = .ground
      finishString(kind)
    case 0x00...0x1f: giveUp(andTake: byte)
    default: collect(byte)
    }
  }

  /// Leaves a sequence that will not be finished. With nothing after its introducer it was typed: Alt and that key.
  private mutating func giveUp(andTake byte: UInt8? = nil) {
    if collected.isEmpty {
      switch state {
      case .csi: type(.character("["), .alt)
      case .ss3: type(.character("O"), .alt)
      case .string(let kind): type(.character(Character(Unicode.Scalar(kind.rawValue))), .alt)
      default: break
      }
    }
    state = .ground
    if let byte { take(byte) }
  }

  private mutating func finishCSI(_ sequence: ControlSequence) {
    switch (sequence.prefix, sequence.final) {
    case (nil, 0x7e) where sequence.first == 200: state = .paste
    case (0x3c, 0x4d), (0x3c, 0x6d):
      if let mouse = sequence.mouse { inputs.append(.mouse(mouse)) }
    case (nil, 0x49) where sequence.isBare: inputs.append(.focus(true))
    case (nil, 0x4f) where sequence.isBare: inputs.append(.focus(false))
    default:
      if let reply = TerminalReply(sequence) {
        inputs.append(.reply(reply))
      } else if let key = sequence.key {
        inputs.append(.key(key))
      }
    }
  }

  private mutating func finishString(_ kind: StringKind) {
    inputs.append(.reply(TerminalReply(kind, text: String(decoding: collected, as: UTF8.self))))
  }

  /// - Returns: the index of the first byte after what belongs to the paste.
  private mutating func takePaste(_ bytes: [UInt8], from index: Int) -> Int {
    let next = pasted.take(bytes, from: index)
    if let text = pasted.finished() {
      state = .ground
      inputs.append(.paste(text))
    }
    return next
  }
}
