import Foundation
import Screen
import Testing

@testable import TTY

@Suite struct PictureSequencesTests {
  private static let size = Size(columns: 7, rows: 3)

  private func picture(_ form: PictureForm, _ bytes: [UInt8]) -> Picture {
    Picture(id: "p", size: Self.size, form: form, bytes: bytes)
  }

  private func show(_ picture: Picture, at point: Point?, _ delivery: PictureDelivery = PictureDelivery()) -> String {
    let piece = picture.pieces[0]
    return String(
      decoding: PictureSequences.show(piece, of: picture, at: point, id: 9, delivery: delivery), as: UTF8.self)
  }

  @Test func base64IsThatOfEverybody() throws {
    for count in 0..<40 {
      let data = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
      let text = try #require(PictureSequences.inline(data, size: Self.size).first)
      let expected = Data(data).base64EncodedString()
      #expect(String(decoding: text, as: UTF8.self).hasSuffix(":\(expected)\u{7}"))
    }
  }

  @Test func kittyGetsTheFileInShortPiecesAndIsPlacedAtTheCorner() {
    let data = (0..<7000).map { UInt8(truncatingIfNeeded: $0) }
    let text = show(picture(.kitty, data), at: nil)
    #expect(show(picture(.kitty, data), at: Point(row: 4, column: 5)) == "\u{1b}[5;6H" + text)
    #expect(text.hasPrefix("\u{1b}_Ga=t,i=9,f=100,t=d,q=2,m=1;"))
    #expect(text.hasSuffix("\u{1b}\\\u{1b}_Ga=p,p=1,C=1,i=9,c=7,r=3,q=2\u{1b}\\"))
    let pieces = text.split(separator: "\u{1b}\\").compactMap { $0.split(separator: ";").dropFirst().first }
    #expect(pieces.map(\.count).max() == 4096)
    let isWhole = Data(base64Encoded: pieces.joined()).map(Array.init) == data
    #expect(isWhole)
    #expect(text.split(separator: "m=1;").count == 3)
    #expect(text.split(separator: "m=0;").count == 2)
  }

  @Test func placeholdersNeedNoPlace() {
    let text = show(picture(.kitty, [1]), at: Point(row: 4, column: 5), PictureDelivery(usesPlaceholders: true))
    #expect(text == "\u{1b}_Ga=t,i=9,f=100,t=d,q=2,m=0;AQ==\u{1b}\\\u{1b}_Ga=p,U=1,i=9,c=7,r=3,q=2\u{1b}\\")
    #expect(PlaceholderMarks.marks.count == 297)
    #expect(Set(PlaceholderMarks.marks).count == 297)
    #expect(PlaceholderMarks.marks.prefix(4).map(\.value) == [0x305, 0x30d, 0x30e, 0x310])
    #expect(PlaceholderMarks.marks.last?.value == 0x1d244)
    #expect(PlaceholderMarks.marks.allSatisfy { $0.properties.canonicalCombiningClass == .above })
  }

  @Test func aPieceStandsInItsRows() {
    let picture = Picture(
      id: "p", size: Self.size, form: .iTerm2, pieces: [Picture.Piece(rows: 1..<3, bytes: [1, 2, 3])])
    let text = show(picture, at: Point(row: 4, column: 5))
    #expect(
      text
        == "\u{1b}[6;6H\u{1b}]1337;File=inline=1;size=3;width=7;height=2;preserveAspectRatio=1;doNotMoveCursor=1:AQID\u{7}"
    )
  }

  @Test func aLargeFileGoesInPartsThatTmuxTakes() throws {
    let data = [UInt8](repeating: 7, count: 1_500_000)
    let sequences = PictureSequences.inline(data, size: Self.size)
    let texts = sequences.map { String(decoding: $0, as: UTF8.self) }
    #expect(texts.first?.hasPrefix("\u{1b}]1337;MultipartFile=inline=1;size=1500000;width=7;height=3;") == true)
    #expect(texts.last == "\u{1b}]1337;FileEnd\u{7}")
    let parts = texts.dropFirst().dropLast().map { $0.dropFirst("\u{1b}]1337;FilePart=".count).dropLast() }
    let isWhole = Data(base64Encoded: parts.joined()).map(Array.init) == data
    #expect(isWhole)
    let passed = PictureSequences.passThrough(sequences, at: Point(row: 0, column: 0))
    let wrapped = String(decoding: passed, as: UTF8.self).components(separatedBy: "\u{1b}Ptmux;").dropFirst()
    #expect(wrapped.count > 1)
    for text in wrapped {
      #expect(text.utf8.count < 1 << 20)
      #expect(text.hasPrefix("\u{1b}\u{1b}7\u{1b}\u{1b}[1;1H"))
      #expect(text.hasSuffix("\u{1b}\u{1b}8\u{1b}\\"))
    }
  }

  @Test func insideTmuxThePlaceIsTheOuterTerminals() {
    let delivery = PictureDelivery(paneOrigin: Point(row: 10, column: 40))
    let sixel = Array("\u{1b}Pq~\u{1b}\\".utf8)
    #expect(
      show(picture(.sixel, sixel), at: Point(row: 1, column: 2), delivery)
        == "\u{1b}Ptmux;\u{1b}\u{1b}7\u{1b}\u{1b}[12;43H\u{1b}\u{1b}Pq~\u{1b}\u{1b}\\\u{1b}\u{1b}8\u{1b}\\")
    let virtual = PictureDelivery(usesPlaceholders: true, paneOrigin: Point(row: 10, column: 40))
    let text = show(picture(.kitty, [1]), at: Point(row: 1, column: 2), virtual)
    #expect(text.hasPrefix("\u{1b}Ptmux;\u{1b}\u{1b}_Ga=t,"))
    #expect(!text.contains("H"))
  }
}
