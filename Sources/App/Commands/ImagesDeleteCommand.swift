import ArgumentParser
import Core
import Gemini
import Store

/// `gemstudio images delete`.
struct ImagesDeleteCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete", abstract: "Delete pictures of answers; for 30 days they can be restored.",
    discussion: """
      A picture goes out of all answers that have its bytes, and out of the requests that follow; pictures of prompts \
      stay. After 30 days its file is removed, unless a prompt, a draft or another answer has the same bytes.
      """)

  @Argument(help: ArgumentHelp("The beginning of a picture's SHA-256. Several may be given.", valueName: "id"))
  var ids: [String]

  @Flag(help: "One JSON array of the deleted pictures.")
  var json = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    try Self.mark(ids, deletes: true, json: json, console)
  }

  /// Deletes or restores what all of the ids mean, or nothing.
  static func mark(_ ids: [String], deletes: Bool, json: Bool, _ console: Console) throws(CommandError) -> Int32 {
    let workshop = Workshop()
    for notice in workshop.notices { console.note(notice) }
    let store = try workshop.openStore()
    let now = workshop.clock.now
    var pictures: [StoredPicture] = []
    for id in ids {
      let picture = try FoundPicture.stored(id, deletedAt: deletes ? nil : now, in: workshop)
      if !pictures.contains(where: { $0.asset == picture.asset }) { pictures.append(picture) }
    }
    do throws(StoreError) {
      for index in pictures.indices {
        let sha256 = pictures[index].asset.sha256
        if deletes {
          try store.deletePicture(sha256, at: now)
        } else {
          try store.restorePicture(sha256, at: now)
        }
        pictures[index].deleteTime = deletes ? now : nil
      }
    } catch {
      throw CommandError(error.sentence, exitCode: 1)
    }
    if json {
      console.out.line(JSON.array(pictures.map { PictureReport.row($0, in: workshop) }).text)
      return console.outcome
    }
    for picture in pictures {
      console.out.line("\(deletes ? "deleted" : "restored") \(picture.asset.sha256)")
    }
    return console.outcome
  }
}

/// `gemstudio images restore`.
struct ImagesRestoreCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore", abstract: "Bring back pictures that were deleted within 30 days.",
    discussion: "`gemstudio images list --deleted` has them.")

  @Argument(help: ArgumentHelp("The beginning of a picture's SHA-256. Several may be given.", valueName: "id"))
  var ids: [String]

  @Flag(help: "One JSON array of the restored pictures.")
  var json = false

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    try ImagesDeleteCommand.mark(ids, deletes: false, json: json, console)
  }
}
