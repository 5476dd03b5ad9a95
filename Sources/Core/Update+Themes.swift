package import Screen

/// The theme chooser: the screen looks like the selected theme until it is closed.
extension Studio {
  /// The theme on the screen.
  package var theme: Theme {
    guard case .themes(let list) = overlay, let name = selectedTheme(list) else { return settings.theme }
    return settings.theme(named: name)
  }

  /// The names that match a filter: `auto` first, then the themes in their order.
  package func themeNames(filter: String) -> [String] {
    let names = [Settings.autoTheme] + settings.themes.map(\.name)
    return filter.isEmpty ? names : FuzzyMatch.sorted(names, by: filter) { $0 }
  }

  private func selectedTheme(_ list: ListState) -> String? {
    let names = themeNames(filter: list.filter)
    return names.indices.contains(list.selected) ? names[list.selected] : nil
  }

  mutating func openThemes() {
    var list = ListState()
    list.selected = themeNames(filter: "").firstIndex(of: settings.themeName) ?? 0
    overlay = .themes(list)
  }

  mutating func performInThemes(_ name: CommandName, _ list: ListState) -> [Effect] {
    guard name == .accept, let chosen = selectedTheme(list) else { return [] }
    overlay = nil
    settings.themeName = chosen
    return [.changeSetting(SettingChange(["theme"], to: chosen))]
  }
}
