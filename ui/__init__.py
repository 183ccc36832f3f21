"""The page: Gradio builders and handlers that call the search engine and nothing below it."""
