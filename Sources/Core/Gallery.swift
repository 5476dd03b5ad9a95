import Gemini
package import Screen

/// The pictures of all sessions, newest first, as far as they were read: a grid with a filter.
package struct Gallery: Hashable, Sendable {
  /// Which reading this is: pages of an earlier one come too late.
  package internal(set) var number = 0
  package internal(set) var filter = ""
  package internal(set) var showsDrafts = false
  /// With pictures of the offline simulator.
  package internal(set) var showsDemos = false
  /// Shows what was deleted and can be restored, instead of what is there.
  package internal(set) var showsDeleted = false
  package internal(set) var pictures: [StoredPicture] = []
  package internal(set) var selected = 0
  /// The first row of the grid that is on the screen.
  package internal(set) var top = 0
  /// The selected picture fills the screen.
  package internal(set) var isFull = false
  /// True once the end of the list was read.
  package internal(set) var isWhole = false
  var next: PictureCursor?
  var isReading = false
  /// The picture whose facts were asked for last.
  var factsAsked: AssetReference?
  /// The last picture is wanted, which was not read yet.
  var wantsEnd = false

  /// The selected picture.
  package var picture: StoredPicture? { pictures.indices.contains(selected) ? pictures[selected] : nil }

  var query: PictureQuery {
    var query = PictureQuery(words: filter, isDeleted: showsDeleted)
    query.hasDrafts = showsDrafts
    query.hasDemos = showsDemos
    return query
  }

  /// Begins a reading of other pictures.
  mutating func restart() {
    var other = Gallery()
    other.number = number + 1
    other.filter = filter
    other.showsDrafts = showsDrafts
    other.showsDemos = showsDemos
    other.showsDeleted = showsDeleted
    self = other
  }

  /// Prompts are kept as far as anybody reads them here.
  private static let longestPrompt = 1000

  mutating func take(_ page: [StoredPicture], next: PictureCursor?) {
    isReading = false
    self.next = next
    isWhole = next == nil
    pictures += page.map { picture in
      var picture = picture
      if picture.prompt.utf8.count > Self.longestPrompt {
        picture.prompt = String(picture.prompt.prefix(Self.longestPrompt))
      }
      return picture
    }
    if wantsEnd { selected = max(0, pictures.count - 1) }
    if isWhole { wantsEnd = false }
  }

  /// Takes a picture out; the one behind it is selected.
  mutating func remove(_ mark: PictureMark) {
    guard let index = pictures.firstIndex(where: { $0.mark == mark }) else { return }
    pictures.remove(at: index)
    if index < selected || selected == pictures.count { selected = max(0, selected - 1) }
  }

  /// Puts a picture where it belongs and selects it.
  mutating func insert(_ picture: StoredPicture) {
    let index = pictures.firstIndex { $0.cursor > picture.cursor } ?? pictures.count
    pictures.insert(picture, at: index)
    selected = index
  }

  mutating func move(_ name: CommandName, in layout: GalleryLayout) {
    let page = layout.columns * layout.rows
    let steps: [CommandName: Int] = [
      .selectLeft: -1, .selectRight: 1, .selectPrevious: -layout.columns, .selectNext: layout.columns,
      .selectPreviousPage: -page, .selectNextPage: page, .selectFirst: -pictures.count, .selectLast: pictures.count,
    ]
    guard let step = steps[name], !pictures.isEmpty else { return }
    wantsEnd = name == .selectLast && !isWhole
    // From the first row there is no way up, and from the last none down.
    if name == .selectPrevious, selected < layout.columns { return }
    let isLastRow = selected / layout.columns == (pictures.count - 1) / layout.columns
    if name == .selectNext, isLastRow { return }
    selected = max(0, min(pictures.count - 1, selected + step))
  }

  /// Scrolls no further than the selected picture needs.
  mutating func scroll(in layout: GalleryLayout) {
    selected = max(0, min(pictures.count - 1, selected))
    let row = selected / layout.columns
    top = max(min(top, row), row - layout.rows + 1)
  }
}

/// Where things stand in the gallery.
package struct GalleryLayout: Hashable, Sendable {
  package let title: Rect
  package let filter: Rect
  package let grid: Rect
  /// One picture with its lines.
  package let tile: Size
  /// Pictures beside and below each other.
  package let columns: Int
  package let rows: Int
  /// The large picture; empty where there is no room for one.
  package let preview: Rect
  /// What there is to say of the selected picture.
  package let facts: Rect
  package let hint: Rect

  /// From so many columns on there is a large picture beside the grid.
  private static let wide = 100
  /// The lines below a small picture.
  package static let captionRows = 2

  /// - Parameter hasThumbnails: false if pictures are shown by their lines alone.
  init(_ screen: Size, hasThumbnails: Bool) {
    var rest = Rect(screen)
    title = rest.takeTop(1)
    filter = rest.takeTop(1)
    hint = rest.takeBottom(1)
    if screen.columns >= Self.wide {
      var side = rest.takeRight(screen.columns * 2 / 5)
      side.column += 1
      side.columns -= 1
      facts = side.takeBottom(max(5, min(8, side.rows / 5)))
      preview = side
    } else {
      facts = rest.takeBottom(min(3, rest.rows / 4))
      preview = Rect(row: rest.row, column: screen.columns, rows: 0, columns: 0)
    }
    grid = rest
    let small = hasThumbnails ? PictureShelf.thumbnailSize : Size(columns: 26, rows: 1)
    tile = Size(columns: small.columns + 2, rows: small.rows + Self.captionRows)
    columns = max(1, rest.columns / tile.columns)
    rows = max(1, rest.rows / tile.rows)
  }

  /// The pictures on the screen, by their places in the list.
  package func visible(_ gallery: Gallery) -> Range<Int> {
    let first = min(gallery.pictures.count, gallery.top * columns)
    return first..<min(gallery.pictures.count, first + columns * rows)
  }

  /// The room of a picture of the list.
  package func room(of index: Int, in gallery: Gallery) -> Rect {
    let place = index - gallery.top * columns
    return Rect(
      row: grid.row + place / columns * tile.rows, column: grid.column + place % columns * tile.columns,
      rows: tile.rows, columns: tile.columns)
  }
}
