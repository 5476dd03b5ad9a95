import Gemini

/// A text answer: Markdown that shows what arrived, in a form fitted to the prompt.
struct Showcase {
  private enum Form {
    case greeting, table, code, mixed
    case long(paragraphs: Int)
  }

  private let request: GenerateRequest
  private let pictures: [RGBImage]

  init(_ request: GenerateRequest, pictures: [RGBImage]) {
    self.request = request
    self.pictures = pictures
  }

  var text: String {
    switch form {
    case .greeting: greeting
    case .table: [opening("A table"), quote, effort, wordTable, arrived, closing].joined(separator: "\n\n")
    case .code:
      [opening("Some code"), quote, effort, SampleCode.blocks(request.words), arrived, closing]
        .joined(separator: "\n\n")
    case .long(let paragraphs): long(paragraphs)
    case .mixed: mixed
    }
  }

  private var form: Form {
    let words = request.words
    if let index = words.firstIndex(where: { $0 == "paragraph" || $0 == "paragraphs" }), index > 0,
      let count = Self.number(words[index - 1])
    {
      return .long(paragraphs: min(max(count, 1), 400))
    }
    if let index = words.firstIndex(of: "long"), index == 0 || words[index - 1] != "how" {
      return .long(paragraphs: 24)
    }
    if words.contains("table") { return .table }
    if words.contains("code") || words.contains("function") || words.contains("program") { return .code }
    let greetings: Set = ["hi", "hello", "hey", "moin", "hallo", "hej", "ciao", "salut", "hola", "ping", "test"]
    if let first = words.first, words.count <= 3, greetings.contains(first), pictures.isEmpty { return .greeting }
    return .mixed
  }

  private static func number(_ word: String) -> Int? {
    let names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    return Int(word) ?? names.firstIndex(of: word).map { $0 + 1 }
  }

  private func opening(_ title: String) -> String {
    "## \(title) from the offline simulator\n\n"
      + "This text comes from the **offline simulator**, *not from a Gemini model*. It shows how an answer looks and "
      + "what reached the server; nothing in it is knowledge or advice."
  }

  private var quote: String {
    let prompt = Quote.inline(request.prompt, limit: 240)
    return prompt.isEmpty ? "> (the message has no text)" : "> \(prompt)"
  }

  private var closing: String {
    "To talk to a real model, enter an API key; keys are made at "
      + "[aistudio.google.com/apikey](https://aistudio.google.com/apikey)."
  }

  private var greeting: String {
    "Hello! This is the **offline simulator**, *not a Gemini model*: it speaks the same protocol, so everything around "
      + "the answers can be tried.\n\nYou said “\(Quote.inline(request.prompt, limit: 60))”, as turn "
      + "\(request.turn).\(recollection) Ask for `code`, a `table` or something `long` to see more.\n\n\(effort)"
  }

  /// Which model and how much thinking were asked for; a sentence more for each paragraph of thoughts, so that answers
  /// to one prompt differ where their requests do.
  private var effort: String {
    let words = request.words
    let thinking =
      switch (request.config.thinkingLevel, request.config.thinkingBudget) {
      case _ where request.traits.thinking == .none: "which does not think"
      case (let level?, _): "with thinking at level \(Quote.inline(level.lowercased(), limit: 20))"
      case (nil, 0?): "without thinking"
      case (nil, .some(-1)): "with as much thinking as it sees fit"
      case (nil, let budget?): "with a thinking budget of \(Quote.count(budget, "token"))"
      case (nil, nil): "with its usual thinking"
      }
    let longest = words.max { $0.count < $1.count } ?? ""
    let notes = [
      "The first word of the prompt is “\(Quote.inline(words.first ?? "", limit: 24))”.",
      "All of it is about \(Quote.count(Tokens.estimate(request.prompt), "token")) long.",
      "Its longest word is “\(Quote.inline(longest, limit: 24))”.",
      "Counting found \(Quote.count(Set(words).count, "different word")) in \(Quote.count(words.count, "word")).",
      "Counting again found the same.",
    ]
    let shown = words.isEmpty ? 0 : request.thoughtCount
    return (["The request is for `\(request.model)`, \(thinking)."] + notes.prefix(shown)).joined(separator: " ")
  }

  /// What was said before: it can only be known from a history that was sent.
  private var recollection: String {
    let earlier = request.contents.filter { $0.role == .user }.dropLast().map(\.text)
    guard let last = earlier.last else { return "" }
    return " The message before this one was “\(Quote.inline(last, limit: 60))”."
  }

  private var arrived: String {
    var items = ["This is **turn \(request.turn)** of the conversation.\(recollection)"]
    let answers = request.contents.count { $0.role == .model }
    if answers > 0 { items.append("\(Quote.count(answers, "earlier answer")) came back with it.") }
    if let instruction = request.systemInstruction {
      items.append("The system instruction says “\(Quote.inline(instruction, limit: 80))”.")
    }
    if pictures.isEmpty {
      items.append("No picture came with this message.")
    } else {
      items.append("\(Quote.count(pictures.count, "picture")) came with this message:")
      for (index, picture) in pictures.enumerated() {
        let mean = picture.meanColour
        let size = "\(picture.width)x\(picture.height)"
        items.append("  picture \(index + 1) is \(size) pixels, \(mean.name) on average (`\(mean.hex)`)")
      }
    }
    let files = request.contents.flatMap(\.blobs).count - request.contents.flatMap(\.blobs).count(where: \.isImage)
    if files > 0 { items.append("\(Quote.count(files, "file")) that is no picture was passed over.") }
    if !request.tools.isEmpty {
      items.append(
        "Tools on offer, none of them used: \(Quote.inline(request.tools.joined(separator: ", "), limit: 80)).")
    }
    return items.map { $0.hasPrefix("  ") ? "  - \($0.dropFirst(2))" : "- \($0)" }.joined(separator: "\n")
  }

  private var settings: String {
    var rows = ["| What | Value |", "| --- | --- |", "| model asked for | `\(request.model)` |"]
    rows.append("| prompt | about \(Tokens.estimate(request.prompt)) tokens |")
    for member in request.config.json.members where member.value.object == nil && member.value.array == nil {
      rows.append("| \(Quote.inline(member.key, limit: 30)) | \(Quote.inline(member.value.text, limit: 30)) |")
    }
    return rows.joined(separator: "\n")
  }

  private var wordTable: String {
    var rows = ["| # | Word | Letters | First | Last |", "| ---: | --- | :---: | --- | --- |"]
    for (index, word) in request.words.prefix(12).enumerated() {
      let shown = Quote.inline(word, limit: 24)
      rows.append("| \(index + 1) | **\(shown)** | \(word.count) | \(shown.prefix(1)) | \(shown.suffix(1)) |")
    }
    return rows.joined(separator: "\n")
  }

  private var mixed: String {
    var seed = request.seed
    let remark = seed.pick([
      "A real answer would go into the matter itself; this one only goes through the motions.",
      "The words below were put together by rule, and the same request gets the same words again.",
      "No model was asked, nothing left this machine, and nothing was billed.",
    ])
    return [
      opening(seed.pick(["An answer", "A reply", "A specimen"])), quote, remark, effort, "### What arrived", arrived,
      "### Settings", settings, "### A little code", SampleCode.swift(request.words),
      "1. Text streams in small pieces, with **bold**, *emphasis* and `code` cut anywhere.\n"
        + "2. Tables and lists line up once they are whole.\n3. ~~Facts~~ are for the models to get right.",
      closing,
    ].joined(separator: "\n\n")
  }

  private func long(_ count: Int) -> String {
    var seed = request.seed
    var parts = [opening("A long answer"), quote, effort]
    if count > 3 { parts.append(arrived) }
    for number in 1...count {
      if number % 6 == 1, count > 6 { parts.append("### Part \(number / 6 + 1)") }
      parts.append("Paragraph \(number) of \(count). " + Filler.paragraph(words: request.words, seed: &seed))
    }
    parts.append(closing)
    return parts.joined(separator: "\n\n")
  }
}
