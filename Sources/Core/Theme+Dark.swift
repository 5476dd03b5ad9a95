package import Screen

extension Theme {
  /// The default theme: the same as `themes/dark.toml`, so that the program needs no file.
  package static let dark = Theme(
    name: "dark",
    looks: [:])
}
