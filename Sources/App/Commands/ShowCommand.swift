import ArgumentParser
import Core
import Foundation
import Images

/// `gemstudio show`: a picture in the terminal.
struct ShowCommand: HeadlessCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show a picture in the terminal, by the best way it has.",
    usage: "gemstudio show [<options>] <file>",
    discussion: "Exit code 1 means that the file holds no picture that can be shown.")

  @Argument(
    help: "A PNG, JPEG, WebP, BMP or GIF file; of a film, its first picture.",
    completion: .file(extensions: ["png", "jpg", "jpeg", "webp", "bmp", "gif"]))
  var file: String

  @Option(help: ArgumentHelp("Columns at most; the terminal's own without it.", valueName: "n"))
  var columns: Int?

  @Option(help: ArgumentHelp("Rows at most; the terminal's own without it.", valueName: "n"))
  var rows: Int?

  @OptionGroup var way: WayOption

  func perform(_ console: Console) async throws(CommandError) -> Int32 {
    guard console.out.isTerminal || way.wish != nil else {
      throw CommandError("Standard output is no terminal. --protocol blocks prints character art all the same.")
    }
    for (name, count) in [("--columns", columns), ("--rows", rows)] {
      if let count, !(1...1000).contains(count) { throw CommandError("\(name) is a number from 1 to 1000.") }
    }
    let path = Paths.absolute(file)
    guard FileManager.default.fileExists(atPath: path) else { throw CommandError("There is no file \(path).") }
    if FileManager.default.isFolder(path) { throw CommandError("\(path) is a folder; name a picture in it.") }
    let bytes = try InputFile.read(path, limit: ImageLimits.bytes)
    if bytes.isEmpty { throw CommandError("\(path) is empty.", exitCode: 1) }
    let workshop = Workshop(stores: false)
    for notice in workshop.notices { console.note(notice) }
    let show = PictureShow(console, workshop, wish: way.wish)
    let name = URL(fileURLWithPath: path).lastPathComponent
    if let error = await show.print(bytes, name: name, in: PictureShow.Room(columns: columns, rows: rows)) {
      throw CommandError("\(path): \(error.sentence)", exitCode: 1)
    }
    return 0
  }
}
