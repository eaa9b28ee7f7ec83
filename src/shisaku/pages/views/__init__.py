"""One view function a page type: a resource goes in, what its template prints comes out."""
