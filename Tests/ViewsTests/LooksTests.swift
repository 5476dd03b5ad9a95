import Screen
import Testing

@testable import Core
@testable import Views

@Suite("Looks of the screens")
struct LooksTests {
  /// Signs of texts: letters of all scripts with their marks, and pictures of people and things.
  private static func isOfText(_ character: Character) -> Bool {
    character.isLetter || character.isNumber
      || character.unicodeScalars.contains { scalar in
        scalar.properties.isEmoji || (0x3000...0x303F).contains(scalar.value)
          || (0xFF00...0xFFEF).contains(scalar.value)
      }
  }

  @Test(
    "With ASCII lines every screen has only ASCII outside of the texts", arguments: Scene.allCases,
    GoldenScreenTests.sizes)
  func ascii(scene: Scene, size: Size) throws {
    var studio = try scene.desk(size).studio
    studio.settings.lines = .ascii
    let frame = render(studio)
    for cell in frame.grid.cells {
      let isFine = cell.character.isASCII || cell == Cell(Cell.continuation.character, cell.style)
      guard !isFine, !Self.isOfText(cell.character) else { continue }
      Issue.record("\(cell.character) as \(cell.style.role.name)")
      return
    }
    #expect(frame.title.allSatisfy { $0.isASCII || Self.isOfText($0) })
  }
}
