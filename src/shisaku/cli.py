"""The command line: each command reads its arguments and calls one public function.

Heavy libraries are imported inside the commands, so that ``shisaku --help`` answers at once.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer

from shisaku import __version__
from shisaku.errors import ShisakuError
from shisaku.service.settings import ServiceSettings, service_settings

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    help="Turn a government plan written in Word into linked open data, and serve it.",
)

Sources = Annotated[list[Path], typer.Argument(help="Plans as Word (.docx) or exported text.")]
Source = Annotated[Path, typer.Argument(help="The plan as Word (.docx) or exported text.")]
ProfileName = Annotated[
    str, typer.Option("--profile", help="Bundled profile or a profile file (TOML).")
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="Settings of the publication (TOML).")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]


@app.callback(invoke_without_command=True)
def about(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Say the version when asked."""
    if version:
        typer.echo(__version__)
        raise typer.Exit


@app.command()
def publish(
    sources: Sources,
    out: Annotated[Path, typer.Option(help="Folder of the releases.")] = Path("releases"),
    base: Annotated[str | None, typer.Option(help="Base of all IRIs, absolute.")] = None,
    profile: ProfileName = "jutenkeikaku",
    edition: Annotated[
        list[str] | None, typer.Option(help="Edition of each source, in their order.")
    ] = None,
    config: ConfigFile = None,
    today: Annotated[
        str | None, typer.Option(help="Date that expiry dates are compared with (YYYY-MM-DD).")
    ] = None,
    force: Annotated[bool, typer.Option(help="Build even if nothing has changed.")] = False,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers read.")
    ] = None,
) -> None:
    """Publish one or more documents as a release and switch to it."""
    from shisaku.release.order import make_order
    from shisaku.release.publish import publish as run

    order = make_order(sources, out, base, profile, edition or [], config, today, force)
    with ExitStack() as stack:
        executor = None
        if cluster is not None:
            from shisaku.release.cluster import cluster_executor

            executor = stack.enter_context(cluster_executor(cluster))
        progress = stack.enter_context(_progress())
        done = run(order, progress, executor)
    typer.echo(done.sentence())


@app.command()
def check(source: Source, profile: ProfileName = "jutenkeikaku", as_json: AsJson = False) -> None:
    """Read, extract and validate a document and list what is doubtful; writes nothing."""
    from shisaku.printing import print_check
    from shisaku.release.check import check as run

    checked = run(source, profile)
    typer.echo(checked.to_json()) if as_json else print_check(checked)
    if not checked.passed:
        raise typer.Exit(1)


@app.command()
def evaluate(
    gold: Annotated[Path, typer.Argument(help="Gold file (JSON).")],
    source: Source,
    profile: ProfileName = "jutenkeikaku",
    as_json: AsJson = False,
) -> None:
    """Score the facts of a document against a gold file: precision, recall and F1 a field."""
    from shisaku.document.reader import read
    from shisaku.plan.evaluate import evaluate as score
    from shisaku.plan.evaluate import load_gold
    from shisaku.plan.extract import extract
    from shisaku.plan.profile import load_profile
    from shisaku.printing import print_evaluation
    from shisaku.reference.load import load

    measures = load_gold(gold)
    result = score(measures, extract(read(source), load_profile(profile), load()))
    typer.echo(result.to_json()) if as_json else print_evaluation(result)


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="Word file to write.")] = Path("plan.docx"),
) -> None:
    """Write the bundled sample plan as a Word file."""
    from shisaku.plan.profile import load_profile
    from shisaku.sample.word import write_sample

    areas = {area.number: area.title_ja for area in load_profile("jutenkeikaku").areas}
    typer.echo(f"Wrote {write_sample(out, areas)}.")


def serve(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="RELEASES", help="Folder of releases (see publish --out)."),
    ] = None,
    data: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE...", help="RDF files to serve instead of a release."),
    ] = None,
    union: Annotated[
        bool, typer.Option("--union", help="Default graph of --data: the union of all graphs.")
    ] = False,
    endpoint: Annotated[
        str | None, typer.Option(help="Query URL of a remote SPARQL 1.1 store to stand before.")
    ] = None,
    base: Annotated[
        str | None, typer.Option(help="Base of IRIs, if it is not the release's own.")
    ] = None,
    **settings: Any,
) -> None:
    """Serve pages, data, SPARQL and the catalogue of the current release."""
    from shisaku.service.run import serve as run

    given = paths or []
    if not data and len(given) != 1:
        raise ShisakuError(
            "nothing-to-serve",
            "give either a folder of releases or files with --data.",
            "shisaku serve",
        )
    run(
        None if data else given[0],
        (*data, *given) if data else (),
        union=union,
        endpoint=endpoint,
        base_iri=base,
        settings=service_settings(settings),
    )


def _with_service_settings(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command one option for each row of the service's settings table."""
    signature = inspect.signature(command, eval_str=True)
    own = [item for item in signature.parameters.values() if item.kind is not item.VAR_KEYWORD]
    rows = [
        inspect.Parameter(
            row.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=row.default,
            annotation=Annotated[type(row.default), typer.Option(help=row.metadata["help"])],
        )
        for row in fields(ServiceSettings)
    ]
    command.__signature__ = signature.replace(parameters=[*own, *rows])  # type: ignore[attr-defined]
    return command


app.command()(_with_service_settings(serve))


@app.command()
def push(
    releases: Annotated[Path, typer.Argument(help="Folder of releases (see publish --out).")],
    query: Annotated[str, typer.Option(help="Query URL of the store.")],
    update: Annotated[str, typer.Option(help="Update URL of the store.")],
    graphs: Annotated[str, typer.Option(help="Graph Store Protocol URL of the store.")],
    user: Annotated[str | None, typer.Option(help="Who may write.")] = None,
    password: Annotated[
        str | None, typer.Option(envvar="SHISAKU_PASSWORD", help="Better given in the environment.")
    ] = None,
    digest: Annotated[bool, typer.Option("--digest", help="HTTP Digest, not Basic.")] = False,
) -> None:
    """Load the current release into a remote SPARQL 1.1 store, graph by graph."""
    from shisaku.engine.push import RemoteStore
    from shisaku.engine.push import push as run

    store = RemoteStore(query, update, graphs, user, password, digest)
    with _progress() as progress:
        done = run(releases / "current", store, progress)
    typer.echo(done.sentence())


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show the stage that runs: a spinner with time on a terminal, one line a stage elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage: typer.echo(stage, err=True)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bars:

        def show(stage: str) -> None:
            for task in bars.task_ids:
                bars.update(task, total=1, completed=1)
            bars.add_task(stage, total=None)

        yield show
        for task in bars.task_ids:
            bars.update(task, total=1, completed=1)


def main() -> None:
    """Run the command line; bad input is one sentence on standard error and status 2."""
    try:
        app()
    except ShisakuError as error:
        typer.echo(f"shisaku: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
