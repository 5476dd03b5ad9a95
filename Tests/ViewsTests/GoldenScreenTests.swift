import Core
import Screen
import Testing

@testable import Views

/// `make screens` records them anew (`RECORD_SCREENS=1`). The diff is to be read as a user would.
@Suite("Golden screens")
struct GoldenScreenTests {
  static let sizes = [(60, 16), (80, 24), (120, 40), (200, 60)].map { Size(columns: $0, rows: $1) }

  @Test("Every scene looks as it was recorded", arguments: Scene.allCases, sizes)
  func scene(scene: Scene, size: Size) throws {
    try Self.check(render(try scene.desk(size).studio), "\(scene.rawValue)-\(size.columns)x\(size.rows)")
  }

  @Test("A screen that is too small says so", arguments: [Size(columns: 59, rows: 24), Size(columns: 12, rows: 3)])
  func tooSmall(size: Size) throws {
    var desk = try Scene.answer.desk(Size(columns: 80, rows: 24))
    desk.send(.resized(size, cellPixels: nil))
    try Self.check(render(desk.studio), "tooSmall-\(size.columns)x\(size.rows)")
  }

  @Test("Keys in a box do nothing bad where the window became too small for it", arguments: Scene.allCases)
  func shrunk(scene: Scene) throws {
    for columns in [1, 5, 11, 14, 20, 40] {
      var desk = try scene.desk(Size(columns: 120, rows: 40))
      desk.send(.resized(Size(columns: columns, rows: 3), cellPixels: nil))
      desk.press("down pagedown up")
      #expect(render(desk.studio).grid.size.columns == columns)
    }
  }

  private static func check(_ frame: Frame, _ name: String) throws {
    try Golden.check(ScreenText.make(frame), "Screens/" + name)
  }

  @Test("Everything that can lie in front of the panes has a scene")
  func overlays() throws {
    let source = try #require(Checkout.text("Sources/Core/Overlay.swift"))
    let body = try #require(source.firstMatch(of: /enum Overlay: [^{]+\{(.+?)\n\n  package var/.dotMatchesNewlines()))
    let cases = Set(body.output.1.matches(of: /\n  case (\w+)/).map { String($0.output.1) })
    let shown = try Scene.allCases.compactMap { scene -> String? in
      guard let overlay = try scene.desk(Size(columns: 120, rows: 40)).studio.overlay else { return nil }
      return Mirror(reflecting: overlay).children.first?.label ?? "\(overlay)"
    }
    #expect(cases.count > 20)
    #expect(cases.subtracting(shown).isEmpty, "No scene shows \(cases.subtracting(shown).sorted())")
  }
}
