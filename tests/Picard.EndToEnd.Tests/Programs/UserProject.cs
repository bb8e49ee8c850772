using System.Diagnostics;

namespace Picard.EndToEnd.Tests.Programs;

/// <summary>A project outside the repository, which has what the package would bring.</summary>
internal static class UserProject
{
    // Limit: a build that hangs fails its test. One on a busy machine takes a minute or two.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    /// <summary>Makes a program that references Picard.</summary>
    /// <param name="name">The name of the project.</param>
    /// <param name="extensions">The names of the assemblies that the compiler loads.</param>
    /// <returns>The folder, which the caller deletes.</returns>
    public static async Task<string> CreateAsync(string name, params string[] extensions)
    {
        var folder = Directory.CreateTempSubdirectory($"picard-{name}-").FullName;
        await WriteAsync(folder, name, references: "", extensions);
        return folder;
    }

    /// <summary>Writes the file of a project that references Picard.</summary>
    /// <param name="references">What it references beside that, as items.</param>
    public static Task WriteAsync(string folder, string name, string references, params string[] extensions)
    {
        var loaded = string.Join(';', extensions.Select(static extension => $"{AppContext.BaseDirectory}{extension}.dll"));
        return File.WriteAllTextAsync(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <PicardTasksAssembly>{AppContext.BaseDirectory}Picard.Gen.Tasks.dll</PicardTasksAssembly>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{AppContext.BaseDirectory}Picard.*.dll" Exclude="{AppContext.BaseDirectory}Picard.*.Tests.dll;$(PicardTasksAssembly);{loaded}" />
                <Reference Include="{AppContext.BaseDirectory}Microsoft.Extensions.Logging.Abstractions.dll;{AppContext.BaseDirectory}Microsoft.Extensions.DependencyInjection.Abstractions.dll" />
                <Analyzer Include="{loaded}" />
                {references}
              </ItemGroup>
              <Import Project="{AppContext.BaseDirectory}Picard.Gen.targets" />
            </Project>
            """);
    }

    /// <summary>Runs <c>dotnet build</c> in a folder.</summary>
    public static async Task<(int ExitCode, string Output)> BuildAsync(string folder, params string[] arguments)
    {
        using var build = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["build", "--nologo", .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            Environment = { ["DOTNET_CLI_UI_LANGUAGE"] = "en", ["DOTNET_NOLOGO"] = "1", ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" },
        })!;
        var output = await build.StandardOutput.ReadToEndAsync().WaitAsync(s_patience);
        await build.WaitForExitAsync().WaitAsync(s_patience);
        return (build.ExitCode, output);
    }
}
