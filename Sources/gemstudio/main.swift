import App

Gemstudio.main()
