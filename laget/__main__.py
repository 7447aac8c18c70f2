from laget.config.cli import main

raise SystemExit(main())
