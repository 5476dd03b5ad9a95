import Gemini
package import Screen

/// All that is known of the picture on the full screen.
extension Studio {
  /// The lines beside the picture: what it is, how it was made, where it is.
  package func pictureRecord(columns: Int) -> [Line] {
    guard let blob = shownPicture else { return [] }
    var record = Record(columns: columns)
    let making = blob.asset.flatMap { Provenance(of: $0, in: session, run: shownPictureRun, models: settings.models) }
    if let making {
      record.addText("Prompt", making.prompt)
      record.add("Model", making.backend == .simulator ? "\(making.model), offline simulator" : making.model)
      if let version = making.modelVersion, version != making.model { record.add("Version", version) }
      record.add("Asked for", time(of: making.run) ?? making.createTime)
      record.add("Response", making.responseId ?? "without an id")
      record.add("Made from", origin(of: making))
    } else if case .prompt(let id)? = messageOfShownPicture, let turn = session.turns.first(where: { $0.id == id }) {
      record.add("Given", "with the prompt of \(local(turn.createTime))")
      if let name = blob.other["displayName"]?.string { record.add("Name", name) }
      record.addText("Prompt", turn.content.text)
    }
    let facts = blob.asset.flatMap { shelf.facts[$0.sha256] }
    record.add("Size", facts.map { "\($0.width) x \($0.height) pixels" } ?? "not known")
    record.add("Type", blob.mimeType)
    if let asset = blob.asset {
      record.add("Bytes", countText(asset.byteCount))
      record.add("SHA-256", asset.sha256.prefix(16) + "…")
      record.add("File", facts?.path ?? "not found yet")
    } else {
      record.add("Bytes", "could not be read")
    }
    if let making {
      record.addValues("Settings as sent", .object(making.settings.json), none: "the model's defaults")
      if let extras = making.extras { record.addValues("Also sent", extras.json, none: nil) }
    }
    return record.lines
  }

  private func time(of run: RunID) -> String? {
    session.turns.lazy.flatMap(\.runs).first { $0.id == run }.map { local($0.startTime) }
  }

  /// Day and time on the local clock, as everywhere on the screen.
  private func local(_ moment: Instant) -> String {
    let offset = settings.utcOffsetSeconds
    return "\(moment.day(utcOffsetSeconds: offset)) \(moment.timeOfDay(utcOffsetSeconds: offset))"
  }

  private func origin(of making: Provenance) -> String {
    let pictures = viewedPictures
    let given = making.inputs.map { input in
      let place = pictures.firstIndex { $0.blob.asset == input.asset }.map { "picture \($0 + 1)" }
      return place ?? input.name ?? "\(input.asset.sha256.prefix(12))…"
    }
    if !given.isEmpty { return given.joined(separator: ", ") }
    guard let parent = making.editedFrom else { return "the words alone" }
    let place = pictures.firstIndex { $0.blob.asset?.sha256 == parent }
    return place.map { "picture \($0 + 1)" } ?? "\(parent.prefix(12))…"
  }
}

/// Names and values, wrapped to a width.
private struct Record {
  let columns: Int
  private(set) var lines: [Line] = []

  private static let nameColumns = 11

  init(columns: Int) { self.columns = columns }

  mutating func add(_ name: String, _ value: some StringProtocol) {
    let blank = String(repeating: " ", count: Self.nameColumns)
    let first = name + blank.dropFirst(name.count)
    lines += TextWrap.wrap(
      [Span(VisibleText.make(String(value)))], columns: columns, first: [Span(first, .faint)],
      continuation: [Span(blank)])
  }

  /// A text that stands below its name.
  mutating func addText(_ name: String, _ text: String) {
    if !lines.isEmpty { lines.append(Line()) }
    lines.append(Line(name, .faint))
    lines += TextWrap.wrap(VisibleText.make(text.isEmpty ? "none" : text), columns: columns)
    lines.append(Line())
  }

  /// The values of an object, each with the names on the way to it.
  mutating func addValues(_ name: String, _ json: JSON, none: String?) {
    var values: [String] = []
    Self.collect(json, path: "", into: &values)
    if values.isEmpty, none == nil { return }
    lines += [Line(), Line(name, .faint)]
    for value in values.isEmpty ? [none ?? ""] : values {
      lines += TextWrap.wrap([Span(VisibleText.make(value))], columns: columns, continuation: [Span("  ")])
    }
  }

  private static func collect(_ json: JSON, path: String, into values: inout [String]) {
    guard let object = json.object else {
      return values.append("\(path) \(json.string ?? json.text)")
    }
    for member in object.members {
      collect(member.value, path: path.isEmpty ? member.key : "\(path).\(member.key)", into: &values)
    }
  }
}
