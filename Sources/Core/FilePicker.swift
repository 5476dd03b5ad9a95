import Gemini
package import Screen

/// One row of a folder.
package struct FileEntry: Hashable, Sendable {
  package var name: String
  package var isFolder: Bool
  package var byteCount: Int

  package init(name: String, isFolder: Bool, byteCount: Int = 0) {
    self.name = name
    self.isFolder = isFolder
    self.byteCount = byteCount
  }

  /// The way up, as the first row.
  package static let parent = FileEntry(name: "..", isFolder: true)
}

/// What a folder holds, or why it cannot be read.
package struct FolderListing: Hashable, Sendable {
  /// Absolute, without `..` in it.
  package var folder: String
  package var entries: [FileEntry]
  package var problem: String?
  /// Names in the folder that were not looked at, as there are too many.
  package var unread = 0
  /// As it was asked for; `nil` answers whatever was asked.
  package var asked: String?

  package init(folder: String, entries: [FileEntry], problem: String? = nil) {
    self.folder = folder
    self.entries = entries
    self.problem = problem
  }
}

/// What would be attached, before it is.
package struct FileLook: Hashable, Sendable {
  /// With no asset behind it yet: what is sent, by its type and its bytes.
  package var mimeType: String
  package var byteCount: Int
  /// Pixels, for pictures.
  package var width: Int?
  package var height: Int?
  /// Why it cannot be attached, or what becomes of it, as a sentence.
  package var note: String?
  package var isAttachable = true
  /// A small picture of it.
  package var art: Grid?

  package init(mimeType: String, byteCount: Int) {
    self.mimeType = mimeType
    self.byteCount = byteCount
  }
}

/// The files of a folder to choose from, with a look at the selected one.
package struct FilePicker: Hashable, Sendable {
  package var list = ListState()
  /// Empty until the working folder was read.
  package internal(set) var folder: String
  /// `nil` while the folder is being read.
  package internal(set) var entries: [FileEntry]?
  package internal(set) var problem: String?
  /// Names in the folder that are in no row, as there are too many.
  package internal(set) var unread = 0
  /// The folder that was left by going up: its row is selected as soon as it is there.
  var left: String?
  /// By path.
  var looks: [String: FileLook] = [:]
  /// The folder that was asked for last.
  var asked: String?
  /// The file that is being looked at: one at a time, whatever is scrolled past meanwhile.
  var looking: String?

  /// So many looks are kept.
  static let mostLooks = 64

  /// The rows that match the filter, the best first. Hidden ones wait for a dot.
  package var rows: [FileEntry] {
    let filter = list.filter
    let entries = (entries ?? []).filter { !$0.name.hasPrefix(".") || filter.hasPrefix(".") }
    if filter.isEmpty { return (folder == "/" ? [] : [.parent]) + entries }
    return FuzzyMatch.sorted(entries, by: filter, text: \.name)
  }

  package var selected: FileEntry? {
    let rows = rows
    return rows.indices.contains(list.selected) ? rows[list.selected] : nil
  }

  /// What is selected in a folder to begin with: something of it, not the one above.
  var firstRow: Int { rows.count > 1 && rows[0] == .parent ? 1 : 0 }

  func path(of entry: FileEntry) -> String { path(of: entry.name) }

  /// A path that begins at the root or at home stays as it is; any other begins in this folder.
  func path(of path: String) -> String {
    if path.hasPrefix("/") || path == "~" || path.hasPrefix("~/") { return path }
    return folder.isEmpty ? path : (folder == "/" ? "" : folder) + "/" + path
  }

  /// What is known of the selected file.
  package var look: FileLook? { selected.flatMap { looks[path(of: $0)] } }
}

extension Studio {
  mutating func openPicker() -> [Effect] {
    var picker = FilePicker(folder: pickerFolder)
    picker.asked = pickerFolder
    overlay = .files(picker)
    return [.listFolder(pickerFolder)]
  }

  /// Shows the picker as it is now, and asks for a look at the selected file.
  mutating func show(_ picker: FilePicker) -> [Effect] {
    var picker = picker
    defer { overlay = .files(picker) }
    guard picker.looking == nil, let entry = picker.selected, !entry.isFolder else { return [] }
    let path = picker.path(of: entry)
    guard picker.looks[path] == nil else { return [] }
    picker.looking = path
    return [
      .lookAt(
        path, size: pickerPreview, colors: settings.lines == .ascii ? 0 : terminal.colors, cellPixels: terminal.cell)
    ]
  }

  mutating func receive(_ listing: FolderListing) -> [Effect] {
    guard case .files(var picker) = overlay, listing.asked == nil || listing.asked == picker.asked else { return [] }
    picker.folder = listing.folder
    picker.entries = listing.entries
    picker.problem = listing.problem
    picker.unread = listing.unread
    if let left = picker.left, picker.list.filter.isEmpty, picker.list.selected == 0 {
      picker.list.selected = picker.rows.firstIndex { $0.isFolder && $0.name == left } ?? 0
    } else if picker.list.filter.isEmpty, picker.list.selected == 0 {
      picker.list.selected = picker.firstRow
    }
    if listing.problem == nil { pickerFolder = listing.folder }
    return show(picker)
  }

  mutating func receive(_ look: FileLook, at path: String) -> [Effect] {
    guard case .files(var picker) = overlay else { return receiveForCompletion(look, at: path) ?? [] }
    if picker.looks.count >= FilePicker.mostLooks { picker.looks = [:] }
    picker.looks[path] = look
    if picker.looking == path { picker.looking = nil }
    return show(picker)
  }

  mutating func performInPicker(_ name: CommandName, _ picker: FilePicker) -> [Effect] {
    var picker = picker
    switch name {
    case .accept where picker.list.selected == ListState.none:
      if picker.entries != nil { picker.list.selected = picker.firstRow }
      return show(picker)
    case .accept, .folderOpen:
      guard let entry = picker.selected else { return attachTyped(picker) }
      if entry.isFolder { return go(to: picker.path(of: entry), picker) }
      guard name == .accept else { return [] }
      overlay = nil
      return readFiles([picker.path(of: entry)])
    case .folderUp: return go(to: picker.path(of: .parent), picker)
    default: return []
    }
  }

  private mutating func go(to folder: String, _ picker: FilePicker) -> [Effect] {
    var picker = picker
    picker.left = folder.hasSuffix("/..") ? picker.folder.split(separator: "/").last.map(String.init) : nil
    return list(folder, filter: "", picker)
  }

  /// - Parameter isTyped: with nothing behind it Enter ends the path, and takes no file yet.
  private mutating func list(
    _ folder: String, filter: String, isTyped: Bool = false, _ picker: FilePicker
  ) -> [Effect] {
    var picker = picker
    picker.list = ListState()
    picker.list.filter = filter
    if isTyped, filter.isEmpty { picker.list.selected = ListState.none }
    picker.entries = nil
    picker.problem = nil
    picker.folder = folder
    picker.asked = folder
    overlay = .files(picker)
    return [.listFolder(folder)]
  }

  /// Letters filter; with a slash behind them they are a folder that the list goes to.
  mutating func type(_ key: Key, _ picker: FilePicker) -> [Effect] {
    var picker = picker
    picker.list.type(key)
    picker.list.filter = DroppedFiles.unquoted(picker.list.filter)
    return DroppedFiles.isBegun(picker.list.filter) ? show(picker) : walk(picker)
  }

  /// A file of which a path is pasted is looked for in its folder.
  mutating func paste(_ text: String, _ picker: FilePicker) -> [Effect] {
    var picker = picker
    let line = String(text.prefix { !$0.isNewline }.prefix(Self.longestPath)).trimmingBlanks
    if case .paths(let paths) = DroppedFiles.find(in: line), paths.count == 1 {
      picker.list.filter = paths[0]
    } else {
      picker.list.filter += DroppedFiles.unquoted(line)
    }
    picker.list.selected = 0
    return walk(picker)
  }

  private static let longestPath = 4096

  /// Goes to the folder that was typed, and filters by what follows it.
  private mutating func walk(_ picker: FilePicker) -> [Effect] {
    let filter = picker.list.filter
    guard let slash = filter.lastIndex(of: "/") else { return show(picker) }
    var picker = picker
    picker.left = nil
    let folder = filter[..<slash].isEmpty ? "/" : picker.path(of: String(filter[..<slash]))
    return list(folder, filter: String(filter[filter.index(after: slash)...]), isTyped: true, picker)
  }

  /// A path that is taken before its folder was read.
  private mutating func attachTyped(_ picker: FilePicker) -> [Effect] {
    guard picker.entries == nil, !picker.list.filter.isEmpty else { return [] }
    overlay = nil
    return readFiles([picker.path(of: picker.list.filter)])
  }

  /// The room beside the list, in cells; none on a narrow screen.
  package var pickerPreview: Size {
    let columns = pickerColumns
    return Size(columns: columns < 76 ? 0 : columns / 2 - 4, rows: max(0, min(terminal.size.rows - 2, 27) - 6))
  }

  /// The columns of the whole box.
  package var pickerColumns: Int { min(112, terminal.size.columns - 2) }

  /// What a file would cost, by the model's rule.
  package func tokens(of look: FileLook) -> Int? {
    let asset = AssetReference(sha256: "", byteCount: look.byteCount)
    return tokens(
      of: Attachment(name: "", mimeType: look.mimeType, asset: asset, width: look.width, height: look.height))
  }
}
