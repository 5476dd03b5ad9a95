import ArgumentParser
import Core
import Gemini
import Screen
import Store

/// `gemstudio images`: the pictures of all sessions, and how they were made.
struct ImagesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "images", abstract: "List pictures, save them, delete them, and say how they were made.",
    discussion: """
      ID is any unique beginning of a picture's SHA-256. FILE is any picture file: its making is found in the sidecar \
      FILE.json, else in the text a PNG carries, else in the session store by its bytes.
      Exit codes: 0 done, 1 a picture of which nothing or not all is known, 2 usage or configuration.
      """,
    subcommands: [
      ImagesListCommand.self, ImagesSaveCommand.self, ImagesInfoCommand.self, ImagesReproduceCommand.self,
      ImagesDeleteCommand.self, ImagesRestoreCommand.self,
    ])
}

/// `gemstudio images list`.
struct ImagesListCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the pictures of all sessions, newest first.")

  @Flag(help: "One JSON array.")
  var json = false

  @Option(
    help: ArgumentHelp("Of one session, by any unique beginning of its id.", valueName: "id"), completion: .list([]))
  var session: String?

  @Option(help: ArgumentHelp("Only pictures whose prompt holds all these words.", valueName: "text"))
  var search = ""

  @Flag(help: "Those that were deleted within 30 days, instead of those that are there.")
  var deleted = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let workshop = Workshop()
    for notice in workshop.notices { console.note(notice) }
    let pictures = try pictures(in: workshop)
    if json {
      console.out.line(JSON.array(pictures.map { PictureReport.row($0, in: workshop) }).text)
      return console.outcome
    }
    guard !pictures.isEmpty else {
      if deleted, session == nil, search.isEmpty {
        console.note("No picture was deleted in the last 30 days.")
        return console.outcome
      }
      let isFiltered = session != nil || !search.isEmpty
      console.note(isFiltered ? "No picture is like that." : "There is no picture yet. `gemstudio image` makes one.")
      return console.outcome
    }
    var table = TextTable("ID", "TIME", "PICTURE", "MODEL", "PROMPT")
    for picture in pictures {
      let facts = PictureFacts(of: picture.asset, mimeType: picture.mimeType, in: workshop.assets)
      let marks = [
        picture.isDraft ? "draft" : nil, picture.isDemo ? "demo" : nil,
        picture.deleteTime.map { "deleted \($0.day(utcOffsetSeconds: 0))" },
      ]
      .compactMap { $0 }
      let kind = ([facts?.text ?? picture.mimeType] + marks).joined(separator: ", ")
      // One line a picture, whatever the prompt holds.
      let prompt = picture.prompt.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      table.add(
        String(picture.asset.sha256.prefix(12)), picture.createTime.rfc3339, shown(kind, console),
        shown(picture.model, console), shown(prompt, console))
    }
    for line in table.lines(width: console.out.columns) { console.out.line(line) }
    return console.outcome
  }

  /// Marks are as wide as they look only once they are there.
  private func shown(_ text: String, _ console: Console) -> String {
    console.out.isTerminal ? VisibleText.make(text) : text
  }

  private func pictures(in workshop: Workshop) throws(CommandError) -> [StoredPicture] {
    let store = try workshop.openStore()
    let only = try session.map { (prefix) throws(CommandError) in try SessionChoice.named(prefix, in: store).id }
    do throws(StoreError) {
      let query = PictureQuery(words: search, session: only, isDeleted: deleted)
      return try store.page(query, limit: .max, now: workshop.clock.now).pictures
    } catch {
      throw CommandError(error.sentence)
    }
  }
}

/// `gemstudio images save`.
struct ImagesSaveCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "save", abstract: "Write the exact bytes of pictures to files.",
    discussion: """
      A name without extension, or a folder, gets the extension of the picture's type; several pictures are numbered.
      """)

  @Argument(help: ArgumentHelp("The beginning of a picture's SHA-256. Several may be given.", valueName: "id"))
  var ids: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The file or folder; - is standard output.", valueName: "file"),
    completion: .file())
  var output: String

  @OptionGroup var provenance: ProvenanceOption

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let workshop = Workshop()
    for notice in workshop.notices { console.note(notice) }
    let target = try OutputFile(output)
    if target == .standardOutput, console.out.isTerminal {
      throw CommandError(
        "-o - writes the bytes of a picture, and standard output is a terminal. Redirect it, or name a file.")
    }
    var makings: [AssetReference: Provenance] = [:]
    var blobs: [Blob] = []
    for id in ids {
      let found = try FoundPicture(id: id, in: workshop)
      guard makings.updateValue(found.making, forKey: found.making.asset) == nil else { continue }
      blobs.append(Blob(mimeType: found.making.mimeType, data: .asset(found.making.asset)))
    }
    let saved = SavedPictures(
      blobs, in: target, workshop: workshop, console: console, place: provenance.place ?? workshop.settings.provenance
    ) { blob in blob.asset.flatMap { makings[$0] } }
    for path in saved.paths { console.out.line(path) }
    let outcome = console.outcome
    return saved.exitCode ?? outcome
  }
}

/// `gemstudio images info`.
struct ImagesInfoCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(commandName: "info", abstract: "Say how a picture was made.")

  @Argument(help: "A picture file, or the beginning of a picture's SHA-256.", completion: .file())
  var picture: String

  @Flag(help: "One JSON object.")
  var json = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let workshop = Workshop()
    for notice in workshop.notices { console.note(notice) }
    let found = try FoundPicture(picture, in: workshop)
    for notice in found.notices { console.note(notice) }
    if json {
      console.out.line(PictureReport.json(found).text)
    } else {
      for line in PictureReport.lines(found) { console.out.line(line) }
    }
    return console.outcome
  }
}

/// `gemstudio images reproduce`.
struct ImagesReproduceCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce", abstract: "Print the request that made a picture; nothing is sent.",
    discussion: "Exit code 1 means that not all of the request is known; what is missing is said.")

  @Argument(help: "A picture file, or the beginning of a picture's SHA-256.", completion: .file())
  var picture: String

  @Flag(help: "One JSON object.")
  var json = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    let workshop = Workshop()
    for notice in workshop.notices { console.note(notice) }
    let found = try FoundPicture(picture, in: workshop)
    let recipient = try Recipient(workshop, offline: found.making.backend == .simulator, needsKey: false)
    let (request, missing) = try found.request(in: workshop)
    for sentence in found.notices + missing { console.note(sentence) }
    if recipient.server.backend == .simulator {
      console.note("The offline simulator made it. `gemstudio simulate --port 8080` answers at that address.")
    }
    let shown = DryRun(.generateContent(request, stream: found.making.isStream))
    let code = shown.print(to: recipient.server, json ? .json : .text, console.out)
    return missing.isEmpty ? code : 1
  }
}

extension Workshop {
  /// The sessions.
  /// - Throws: why they cannot be had.
  func openStore() throws(CommandError) -> SessionStore {
    do throws(StoreError) { return try store.get() } catch { throw CommandError(error.sentence) }
  }
}
