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

  @Test("Beside a box nearly as wide as the screen nothing is left of what lies under it", arguments: [60, 80, 120])
  func sides(columns: Int) throws {
    for scene in [Scene.models, .palette, .sessions, .help, .settings, .menu, .question] {
      let desk = try scene.desk(Size(columns: columns, rows: 24))
      var frame = render(desk.studio)
      let box = try #require(Overlays.draw(desk.studio, into: &frame))
      for side in [0..<box.column, box.endColumn..<columns] where side.count < 12 {
        for row in box.row..<box.endRow {
          #expect(side.allSatisfy { frame.grid[row, $0].character == " " }, "\(scene), row \(row)")
        }
      }
    }
  }

  @Test("A list without anything is as high as its sentence, and stays as it is while one filters")
  func bare() throws {
    var desk = try Scene.libraryEmpty.desk(Size(columns: 120, rows: 40))
    var frame = render(desk.studio)
    #expect(try #require(Overlays.draw(desk.studio, into: &frame)).rows <= 6)
    desk = try Scene.palette.desk(Size(columns: 120, rows: 40))
    let before = Overlays.draw(desk.studio, into: &frame)
    desk.type("zzzz")
    #expect(Overlays.draw(desk.studio, into: &frame) == before)
  }

  @Test("Where there are no colours the theme chooser says so, and why")
  func colorless() throws {
    var studio = try Scene.themes.desk(Size(columns: 120, rows: 40)).studio
    func screen(_ studio: Studio) -> String { ScreenText.make(render(studio)) }
    #expect(!screen(studio).contains("so all themes"))
    studio.terminal.colors = 0
    #expect(screen(studio).contains("This terminal shows no colours"))
    studio.terminal.surroundings.wantsNoColor = true
    #expect(screen(studio).contains("NO_COLOR is set, so all themes"))
  }
}
