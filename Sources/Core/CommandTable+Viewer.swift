extension Command {
  /// What the picture on the full screen answers to.
  static let viewer: [Command] = [
    Command(
      .panLeft, "Show the picture before; of an enlarged one, what is left of it",
      [(.picture, ["h", "left"])], inPalette: false
    ) { $0.isPart ? nil : onePicture($0) },
    Command(
      .panRight, "Show the next picture; of an enlarged one, what is right of it", hint: "move",
      [(.picture, ["l", "right"])], inPalette: false
    ) { $0.isPart ? nil : onePicture($0) },
    Command(
      .panUp, "Show what is above, of an enlarged picture", [(.picture, ["k", "up"])], inPalette: false
    ) { $0.whyNoPan },
    Command(
      .panDown, "Show what is below, of an enlarged picture", hint: "move", [(.picture, ["j", "down"])],
      inPalette: false
    ) { $0.whyNoPan },
    Command(.zoomIn, "Enlarge the picture", hint: "larger", [(.picture, ["+", "="])], inPalette: false) {
      $0.whyNoZoomIn
    },
    Command(.zoomOut, "Make the picture smaller", hint: "smaller", [(.picture, ["-"])], inPalette: false) {
      $0.whyNoZoomOut
    },
    Command(
      .zoomToPixels, "Show each pixel of the picture as one of the screen", hint: "1:1", [(.picture, ["1"])],
      inPalette: false
    ) { $0.whyNoZoom },
    Command(.zoomToFit, "Show all of the picture", hint: "fit", [(.picture, ["0"])], inPalette: false) {
      $0.whyNoZoom ?? ($0.viewer.zoom == .fit ? "All of the picture is shown already." : nil)
    },
    Command(
      .markPicture, "Mark the picture as A, to compare others with it, or take the mark off", hint: "mark as A",
      [(.picture, ["a"])], inPalette: false
    ) { $0.whyNoFlip },
    Command(
      .comparePictures, "Show A and this picture side by side; without a mark, A is what it was made from",
      hint: "compare", [(.picture, ["c"])], inPalette: false
    ) { $0.whyNotBeside },
    Command(
      .flipPictures, "Flip between A and this picture, in the same place", hint: "flip",
      [(.picture, ["f", "tab"])], inPalette: false
    ) { $0.whyNoFlip },
    Command(
      .pictureRecord, "Show how the picture was made and where it is, or hide that", hint: "about it",
      [(.picture, ["i"])], inPalette: false),
    Command(
      .filmstrip, "Show the small pictures of the branch in a strip, or hide them", hint: "filmstrip",
      [(.picture, ["t"])], inPalette: false
    ) { $0.whyNoStrip },
  ]
}
