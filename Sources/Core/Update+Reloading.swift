import Gemini
package import Screen

/// What the settings file and the theme files say after one of them was saved.
package struct SettingsReading: Hashable, Sendable {
  /// `nil` while something in the file cannot be used.
  package var settings: Settings?
  package var themes: [Theme]
  /// What cannot be used of either, as sentences.
  package var problems: [String]
  /// Settings that are now others, and count from the next start on.
  package var forNextStart: [String]

  package init(settings: Settings?, themes: [Theme], problems: [String] = [], forNextStart: [String] = []) {
    self.settings = settings
    self.themes = themes
    self.problems = problems
    self.forNextStart = forNextStart
  }
}

/// Another value of one setting, for the settings file.
package struct SettingChange: Hashable, Sendable {
  /// The names down to it.
  package var path: [String]
  /// As it was typed or chosen; `nil` takes the setting out of the file.
  package var value: String?

  package init(_ path: [String], to value: String?) {
    self.path = path
    self.value = value
  }
}

extension Settings {
  /// Why the theme that is named cannot be shown, as a sentence.
  package var themeProblem: String? {
    guard themeName != Self.autoTheme, !themes.contains(where: { $0.name == themeName }) else { return nil }
    let names = themes.map(\.name).joined(separator: ", ")
    return "There is no theme named \(VisibleText.make(themeName)); there are \(names). The built-in one is shown."
  }
}

extension Studio {
  /// Takes in saved settings and themes. What cannot be used leaves what counted before as it is.
  mutating func take(_ reading: SettingsReading) {
    let before = settings
    let names = Set(reading.themes.map(\.name))
    let kept = reading.problems.isEmpty ? [] : settings.themes.filter { !names.contains($0.name) }
    if let file = reading.settings { take(file) }
    settings.themes = reading.themes + kept
    if settings.thinkingPane != before.thinkingPane { show(thinking: settings.thinkingPane) }
    if settings.splitsReasoning != before.splitsReasoning { applySplitting() }
    if settings != before { transcript.touchAll() }
    say(reading, hasChanged: settings != before || isFileBroken)
    isFileBroken = !reading.problems.isEmpty
  }

  private mutating func take(_ file: Settings) {
    var next = file
    // No part of the file.
    next.models = settings.models
    next.background = settings.background
    next.lineUps = settings.lineUps
    next.panes = settings.panes
    next.presets = settings.presets
    next.favouriteModels = settings.favouriteModels
    next.recentModels = settings.recentModels
    next.utcOffsetSeconds = settings.utcOffsetSeconds
    // What was chosen here stays, unless the file says something else than it did.
    if file.themeName == fileSettings.themeName { next.themeName = settings.themeName }
    if file.thinkingPane == fileSettings.thinkingPane { next.thinkingPane = settings.thinkingPane }
    if file.splitsReasoning == fileSettings.splitsReasoning { next.splitsReasoning = settings.splitsReasoning }
    if session.turns.isEmpty, !session.isComparison {
      if session.runSettings == fileSettings.runSettings { session.runSettings = file.runSettings }
      let (oldText, newText) = (settings.model(fileSettings.textModel), next.model(file.textModel))
      if session.textModel == oldText { session.textModel = newText }
      let (oldPicture, newPicture) = (settings.model(fileSettings.pictureModel), next.model(file.pictureModel))
      if session.pictureModel == oldPicture { session.pictureModel = newPicture }
    }
    settings = next
    fileSettings = file
  }

  private mutating func say(_ reading: SettingsReading, hasChanged: Bool) {
    // What counts is to be read too, however much is wrong.
    var sentences = Array(reading.problems.prefix(2))
    let others = reading.problems.count - sentences.count
    if others > 0 { sentences.append("\(countText(others)) more: `gemstudio config --check` lists all.") }
    if !sentences.isEmpty { sentences.append("What counted before still does.") }
    if let problem = settings.themeProblem { sentences.append(problem) }
    let isFine = sentences.isEmpty
    if isFine, hasChanged { sentences.append("The settings were changed, and count now.") }
    if !reading.forNextStart.isEmpty {
      let verb = reading.forNextStart.count == 1 ? "counts" : "count"
      sentences.append("\(reading.forNextStart.joined(separator: ", ")) \(verb) from the next start on.")
    }
    if !sentences.isEmpty { say(sentences.joined(separator: " "), isFine ? .info : .error) }
  }
}
