using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Reconciler.Import.Tests")]
