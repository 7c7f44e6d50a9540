using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Reconciler.Core.Tests")]
